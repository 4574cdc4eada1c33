// A number from 1 to 99 with a button on either side.
import { useState } from 'react';
import { MAX_QUANTITY } from './guest-cart';
import './quantity-field.css';

interface Props {
  label: string;
  moreLabel: string;
  fewerLabel: string;
  value: number;
  onChange: (value: number) => void;
}

export function QuantityField({ label, moreLabel, fewerLabel, value, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null); // while it is no number of pieces

  function type(text: string) {
    const quantity = Number(text);
    const isValid = Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;
    setTyped(isValid ? null : text);
    if (isValid && quantity !== value) onChange(quantity);
  }

  return (
    <span className="quantity">
      <button type="button" aria-label={fewerLabel} disabled={value <= 1} onClick={() => type(String(value - 1))}>
        −
      </button>
      <input
        type="text"
        inputMode="numeric"
        aria-label={label}
        value={typed ?? value}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <button
        type="button"
        aria-label={moreLabel}
        disabled={value >= MAX_QUANTITY}
        onClick={() => type(String(value + 1))}
      >
        +
      </button>
    </span>
  );
}
