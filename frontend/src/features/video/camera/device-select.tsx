// A choice among the devices of a kind; nothing where there is none to choose.
import { useMessages } from './messages/use-messages';

interface Props {
  label: string;
  devices: readonly MediaDeviceInfo[];
  chosen: string | undefined;
  isDisabled: boolean;
  onChoose: (id: string) => void;
}

export function DeviceSelect({ label, devices, chosen, isDisabled, onChoose }: Props) {
  const messages = useMessages();
  if (devices.length === 0) return null;
  return (
    <label className="field">
      {label}
      <select className="input" value={chosen} disabled={isDisabled} onChange={({ target }) => onChoose(target.value)}>
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || messages.unnamed({ number: index + 1 })}
          </option>
        ))}
      </select>
    </label>
  );
}
