//! `porthole admin identity-secret`: the secrets that proofs of who a visitor is are made with.

use super::sentence;
use crate::app::load_vault;
use crate::clock::Clock;
use crate::config::{DataPlace, SecretArgs, SecretForm};
use crate::domain::identity::{new_secret, purpose};
use crate::domain::workspace::Workspace;
use crate::random::Random;
use crate::store::{NewSecret, Store};
use crate::vault::Vault;
use porthole_shared::identity::{IdentityForm, check_secret};
use std::io::Read;

/// The newest secret of a form, which is made where there is none; a new one where that is
/// wished; or one that is brought along on standard input.
pub(super) async fn identity_secret(
    store: &Store,
    clock: &Clock,
    workspace: &Workspace,
    place: &DataPlace,
    (args, input): (SecretArgs, impl Read),
) -> Result<String, String> {
    let vault = load_vault(store, &place.data_dir, place.secret_key_file.as_deref()).await?;
    let form = match args.form {
        SecretForm::UserHash => IdentityForm::UserHash,
        SecretForm::EmailHash => IdentityForm::EmailHash,
        SecretForm::Token => IdentityForm::Token,
    };
    let secret = if args.set_from_stdin {
        let secret = super::first_line(input, "the secret")?;
        check_secret(&secret)?;
        secret
    } else {
        match present(store, &vault, workspace, form).await? {
            Some(secret) if !args.rotate => return Ok(secret),
            _ => new_secret(Random.bytes()),
        }
    };
    let now = clock.now();
    let new = NewSecret {
        id: Random.id(now),
        workspace: workspace.id.clone(),
        form,
        sealed: vault.seal(&purpose(&workspace.id, form), secret.as_bytes()),
        now,
    };
    store.add_identity_secret(new).await.map_err(sentence)?;
    Ok(secret)
}

/// The newest secret of a form that opens.
async fn present(
    store: &Store,
    vault: &Vault,
    workspace: &Workspace,
    form: IdentityForm,
) -> Result<Option<String>, String> {
    let sealed = store.identity_secrets(workspace.id.clone()).await;
    let mut sealed = sealed.map_err(sentence)?.into_iter();
    let Some(newest) = sealed.find(|sealed| sealed.form == form) else {
        return Ok(None);
    };
    let opened = vault.open(&purpose(&workspace.id, form), &newest.sealed);
    let text = opened.map(|secret| String::from_utf8_lossy(&secret).into_owned());
    text.map(Some).map_err(|error| error.to_string())
}
