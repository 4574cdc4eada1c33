// Places pinned to an article: found by their name, clicked on the map, written as coordinates.
import { createPost, deletePost } from './support/api';
import { watchForeignHosts } from './support/network';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { map: atlas } = words;

test('in the composer places are pinned by name, by a click and by coordinates', async ({ ada }) => {
  await ada.goto('/');
  const foreign = watchForeignHosts(ada);
  const id = await createPost(ada, { title: unique('Pinned') });
  const [name, latitude, longitude] = [atlas.placeName, atlas.latitude, atlas.longitude].map((label) =>
    ada.getByLabel(label),
  );
  if (!name || !latitude || !longitude) throw new Error('no fields');
  const find = ada.getByRole('combobox', { name: atlas.findPlace });
  const pinIt = ada.getByRole('button', { name: atlas.addPin });
  const expectPinned = (place: string) => expect(ada.locator('.pin-list li', { hasText: place })).toBeVisible();

  await test.step('a place found by its name is placed, and pinned', async () => {
    await ada.goto(`/write/${id}`);
    await find.fill('da lat');
    await ada.getByRole('option', { name: 'Đà Lạt' }).first().click();
    await expect(latitude).toHaveValue(/^11\.[89]/);
    await expect(name).toHaveValue('Đà Lạt');
    await expect(ada.getByRole('button', { name: atlas.newPin })).toBeVisible();
    await pinIt.click();
    await expectPinned('Đà Lạt');
  });

  await test.step('a typed name outlasts clicks on the map, a place found, and a reload', async () => {
    const map = ada.locator('.pin-editor .maplibregl-canvas');
    await name.fill('The bench by the lake');
    await map.click({ position: { x: 60, y: 60 } });
    await expect(latitude).toHaveValue(/./);
    const first = await latitude.inputValue();
    await map.click({ position: { x: 60, y: 200 } });
    await expect(latitude).not.toHaveValue(first);
    await find.fill('hoi an');
    await ada.getByRole('option', { name: 'Hội An' }).first().click();
    await expect(name).toHaveValue('The bench by the lake');
    await ada.reload();
    await expect(name).toHaveValue('The bench by the lake');
    await expect(latitude).toHaveValue(/./);
  });

  await test.step('one pin after the other by coordinates, the form empty between them', async () => {
    for (const [at, place] of [
      ['15.1', 'The bench by the lake'],
      ['15.2', '15.2'],
    ] as const) {
      await latitude.fill(at);
      await longitude.fill('108.1');
      await pinIt.click();
      await expectPinned(place);
    }
    await expect(name).toHaveValue('');
  });

  await test.step('a point takes the name of the nearest town', async () => {
    await latitude.fill('21.03');
    await longitude.fill('105.85');
    await ada.getByRole('button', { name: atlas.useNearestName }).click();
    await expect(name).toHaveValue(/Hanoi|Hà Nội|Hoàn Kiếm/);
  });

  await deletePost(ada, id);
  expect([...foreign]).toEqual([]);
});
