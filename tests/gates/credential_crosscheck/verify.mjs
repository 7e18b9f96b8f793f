// Verifies what it is given on standard input with code that is not Touchstone's, and answers in JSON.
// Nothing is fetched: contexts and the issuer's profile come with the question.
import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {compactVerify, importJWK} from 'jose';

const {contexts, profile, credential, list, token, jwk, at} = JSON.parse(readFileSync(0, 'utf8'));

const documents = new Map(Object.entries(contexts));
documents.set(profile.id, profile);
for (const method of profile.verificationMethod) {
  documents.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}

async function documentLoader(url) {
  if (!documents.has(url)) {
    throw new Error(`Not given: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url)};
}

async function verified(document, checkStatus) {
  const suite = new DataIntegrityProof({cryptosuite});
  const answer = await vc.verifyCredential({credential: document, suite, documentLoader, checkStatus, now: new Date(at)});
  const reasons = answer.verified ? [] : [answer.error?.message, ...(answer.error?.errors ?? []).map(each => each.message)];
  return {verified: answer.verified, reasons};
}

// A status is the bit, from the left, at the credential's place in the unpacked list.
async function checkStatus({credential: {credentialStatus}}) {
  const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
  const place = Number(credentialStatus.statusListIndex);
  const set = (bits[place >> 3] & (0x80 >> (place & 7))) !== 0;
  return {verified: !set, error: set ? new Error('revoked') : undefined};
}

async function tokenVerified() {
  try {
    const {payload} = await compactVerify(token, await importJWK(jwk, 'EdDSA'));
    return {verified: true, id: JSON.parse(new TextDecoder().decode(payload)).id};
  } catch (error) {
    return {verified: false, reasons: [error.code]};
  }
}

process.stdout.write(JSON.stringify({
  credential: await verified(credential, checkStatus),
  list: await verified(list),
  token: await tokenVerified(),
}));
