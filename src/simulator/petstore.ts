// The PetStore demo backend: same pets, same spelling, byte for byte. Its store is constant: nothing posted is kept.
// It must not know API Gateway: it answers a backend status and body, and the integration decides what becomes of them.

/** What the backend sends. */
export interface PetStoreAnswer {
  readonly status: number;
  readonly contentType: string;
  /** JSON is pretty-printed with two spaces, without a final newline. */
  readonly body: string;
}

interface Pet {
  readonly id: number;
  readonly type: string;
  readonly price: number;
}

interface PetStoreError {
  readonly key: string;
  readonly message: string;
}

const types = ['dog', 'cat', 'fish'] as const;
const firstPagePrices = [249.99, 124.99, 0.99] as const;
// Only pages 1 and 2 are documented; every later page is given the prices of page 2.
const laterPagePrices = [999.99, 249.99, 49.97] as const;
const pets: readonly Pet[] = petsOnPage(1);

/** The error the backend gives for a pet it does not have. */
export const outOfRange: PetStoreAnswer = errors(400, [
  { key: 'GetPetRequest.petId', message: 'The value is out of range.' },
]);

/** What stands in front of a backend that is being worked on: a page, with the status of success. */
export const maintenancePage: PetStoreAnswer = {
  status: 200,
  contentType: 'text/html',
  body: `<html>
  <head>
    <title>Maintenance</title>
  </head>
  <body>
    <h1>We will be back soon</h1>
    <p>The pet store is being maintained.</p>
  </body>
</html>`,
};

/** A backend that has no capacity left. */
export const unavailable: PetStoreAnswer = { status: 503, contentType: 'text/plain', body: 'Service Unavailable' };

/** What the demo backend answers to a path that it does not have. */
export const notFound: PetStoreAnswer = { status: 404, contentType: 'text/plain', body: 'Cannot GET /petstore' };

/** `GET /pets`. `type` overrides the type of every row, `page` shifts the ids by three. */
export function listPets(query: URLSearchParams): PetStoreAnswer {
  const page = Number(query.get('page') ?? '1');
  if (!Number.isSafeInteger(page) || page < 1) {
    return errors(400, [{ key: 'GetPetsRequest.page', message: 'The value is out of range.' }]);
  }
  const type = query.get('type');
  return answer(200, type === null ? petsOnPage(page) : petsOnPage(page).map((pet) => ({ ...pet, type })));
}

/** `GET /pets/{id}`. */
export function getPet(id: string): PetStoreAnswer {
  if (!/^-?\d+$/.test(id)) return missingFields(['type', 'price']);
  const pet = pets.find((candidate) => candidate.id === Number(id));
  return pet === undefined ? outOfRange : answer(200, pet);
}

/** `POST /pets`. Unknown fields are kept as they are: the backend echoes what it was sent. */
export function createPet(requestBody: string): PetStoreAnswer {
  const pet = parseObject(requestBody);
  const missing = ['type', 'price'].filter((field) => !(field in pet));
  return missing.length > 0 ? missingFields(missing) : answer(200, { pet, message: 'success' });
}

function petsOnPage(page: number): readonly Pet[] {
  const prices = page === 1 ? firstPagePrices : laterPagePrices;
  return types.map((type, index) => ({ id: (page - 1) * 3 + index + 1, type, price: prices[index] ?? 0 }));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function missingFields(fields: readonly string[]): PetStoreAnswer {
  return errors(
    400,
    fields.map((field) => ({ key: `Pet2.${field}`, message: 'Missing required field' })),
  );
}

function errors(status: number, list: readonly PetStoreError[]): PetStoreAnswer {
  return answer(status, { errors: list });
}

function answer(status: number, value: unknown): PetStoreAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(value, null, 2) };
}
