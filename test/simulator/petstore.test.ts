import { describe, expect, test } from 'vitest';
import { createPet, getPet, listPets } from '../../src/simulator/petstore.ts';

describe('GET /pets', () => {
  test.each([
    [
      '',
      [
        [1, 'dog', 249.99],
        [2, 'cat', 124.99],
        [3, 'fish', 0.99],
      ],
    ],
    [
      'type=fish',
      [
        [1, 'fish', 249.99],
        [2, 'fish', 124.99],
        [3, 'fish', 0.99],
      ],
    ],
    [
      'type=cat&page=2',
      [
        [4, 'cat', 999.99],
        [5, 'cat', 249.99],
        [6, 'cat', 49.97],
      ],
    ],
  ])('?%s', (query, rows) => {
    const answer = listPets(new URLSearchParams(query));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(rows.map(([id, type, price]) => ({ id, type, price })));
  });

  test('is pretty-printed without a final newline', () => {
    expect(listPets(new URLSearchParams()).body).toMatch(/^\[\n {2}\{\n {4}"id": 1,[\s\S]*\n {2}\}\n\]$/);
  });

  test.each(['0', '-1', 'x'])('page %s is out of range', (page) => {
    expect(listPets(new URLSearchParams({ page })).status).toBe(400);
  });
});

describe('GET /pets/{id}', () => {
  test('/pets/2 is exactly these 49 bytes', () => {
    const { body } = getPet('2');
    expect(body).toBe('{\n  "id": 2,\n  "type": "cat",\n  "price": 124.99\n}');
    expect(Buffer.byteLength(body)).toBe(49);
  });

  test('an id out of range and an id that is no number have errors of their own', () => {
    const outOfRange = { errors: [{ key: 'GetPetRequest.petId', message: 'The value is out of range.' }] };
    expect(JSON.parse(getPet('-1').body)).toEqual(outOfRange);
    expect(JSON.parse(getPet('4').body)).toEqual(outOfRange);
    expect(getPet('cat').status).toBe(400);
    expect(JSON.parse(getPet('cat').body)).toEqual({
      errors: [
        { key: 'Pet2.type', message: 'Missing required field' },
        { key: 'Pet2.price', message: 'Missing required field' },
      ],
    });
  });
});

describe('POST /pets', () => {
  test('echoes the pet and keeps nothing', () => {
    const pet = { type: 'dog', price: 249.99 };
    expect(JSON.parse(createPet(JSON.stringify(pet)).body)).toEqual({ pet, message: 'success' });
    expect(JSON.parse(listPets(new URLSearchParams()).body)).toHaveLength(3);
  });

  test.each([
    ['{"price":1}', ['Pet2.type']],
    ['null', ['Pet2.type', 'Pet2.price']],
    ['{', ['Pet2.type', 'Pet2.price']],
  ])('%s lacks %j', (body, keys) => {
    const parsed: { errors: { key: string }[] } = JSON.parse(createPet(body).body);
    expect(parsed.errors.map((error) => error.key)).toEqual(keys);
  });
});
