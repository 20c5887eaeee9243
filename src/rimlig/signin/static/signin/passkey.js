// Passkeys: a form with data-passkey asks the browser for one, or to make one, and sends what it answers.
// Nothing stands in the page as script: what the server asks for stands in a json_script element, or is fetched.
"use strict";

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
};
const toText = (buffer) => {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

// What must be known of the passkey for the browser to use it without being told whose it is.
const DISCOVERABLE = { residentKey: "required", requireResidentKey: true, userVerification: "required" };

const make = async (asked) => {
  const wanted = asked.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...wanted,
      challenge: toBytes(wanted.challenge),
      user: { ...wanted.user, id: toBytes(wanted.user.id) },
      excludeCredentials: withBytes(wanted.excludeCredentials),
      authenticatorSelection: { ...wanted.authenticatorSelection, ...DISCOVERABLE },
    },
  });
  return {
    ...described(made),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
  };
};

const use = async (asked) => {
  const wanted = asked.publicKey;
  const used = await navigator.credentials.get({
    publicKey: {
      ...wanted,
      challenge: toBytes(wanted.challenge),
      allowCredentials: withBytes(wanted.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return {
    ...described(used),
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    },
  };
};

const described = (credential) => ({
  type: credential.type,
  id: credential.id,
  rawId: toText(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
});

const optionsFor = async (form) => {
  if ("fetch" in form.dataset) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }
  const stored = JSON.parse(document.getElementById(form.dataset.options).textContent);
  return stored.creation_options || stored.request_options;
};

const begin = async (form) => {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const asked = await optionsFor(form);
    const credential = form.dataset.passkey === "create" ? await make(asked) : await use(asked);
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    problem.hidden = false;
  }
};

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelector("[data-passkey-start]").addEventListener("click", () => begin(form));
    // Enter in the field for the name does what the button does.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      begin(form);
    });
  }
});
