//! `porthole admin`: looks after an installation from the command line. Works on the database
//! itself; a running server notices within a second.

mod identity;

use crate::app::{ensure_workspace, load_vault};
use crate::clock::Clock;
use crate::config::{AdminCommand, DataPlace};
use crate::domain::password;
use crate::domain::workspace::Workspace;
use crate::lock::lock;
use crate::random::Random;
use crate::store::{NewMember, Store, StoreError};
use crate::vault::KEY;
use identity::identity_secret;
use porthole_shared::inbox::member::{Role, check_password};
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::text::{EmailAddress, PersonName};
use std::io::Read;

/// Runs a command and gives what it prints.
///
/// # Errors
/// A sentence that says what cannot be done.
pub async fn run(
    place: &DataPlace,
    command: AdminCommand,
    input: impl Read,
) -> Result<String, String> {
    let (clock, data_dir) = (Clock::of_process(), place.data_dir.as_path());
    if !Store::exists(data_dir)
        && matches!(command, AdminCommand::Show | AdminCommand::ForgetSecrets)
    {
        return Err(format!(
            "there is no installation in {}",
            data_dir.display()
        ));
    }
    let store = Store::open(data_dir, |_| {}).map_err(sentence)?;
    ensure_workspace(&store, &clock).await.map_err(sentence)?;
    let workspaces = store.workspaces().await.map_err(sentence)?;
    let first = workspaces.first().cloned().ok_or("there is no workspace")?;
    let result = match command {
        AdminCommand::Show => show(&workspaces),
        AdminCommand::Enable => enable(&store, first).await,
        AdminCommand::ForgetSecrets => forget_secrets(&store, place).await,
        AdminCommand::IdentitySecret(args) => {
            identity_secret(&store, &clock, &first, place, (args, input)).await
        }
        AdminCommand::Set { key, value } => set(&store, first, key, value).await,
        AdminCommand::CreateOwner { email, name } => match first_line(input, "the password") {
            Ok(password) => {
                create_owner(&store, &clock, first, (&email, name.as_deref(), password)).await
            }
            Err(sentence) => Err(sentence),
        },
    };
    store.close().await;
    result
}

fn show(workspaces: &[Workspace]) -> Result<String, String> {
    let list: Vec<_> = workspaces
        .iter()
        .map(|workspace| {
            serde_json::json!({
                "id": workspace.id,
                "name": workspace.name,
                "public_token": workspace.public_token,
                "settings": workspace.settings,
            })
        })
        .collect();
    serde_json::to_string_pretty(&serde_json::json!({ "workspaces": list }))
        .map_err(|error| error.to_string())
}

async fn enable(store: &Store, workspace: Workspace) -> Result<String, String> {
    change(store, workspace, |workspace| {
        workspace.settings.conversations_enabled = true;
        workspace.settings.widget_enabled = true;
        Ok(())
    })
    .await?;
    Ok("Conversations and the widget are on.".to_owned())
}

/// The key's file is moved aside, not deleted: it may turn out to be the right one.
async fn forget_secrets(store: &Store, place: &DataPlace) -> Result<String, String> {
    let _lock = lock(&place.data_dir)?;
    let own = place.data_dir.join(KEY);
    let path = place.secret_key_file.as_ref().unwrap_or(&own);
    let aside = path.with_extension("key.old");
    match std::fs::rename(path, &aside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{} cannot be moved: {error}", path.display()));
        }
        _ => store.forget_vault_key().await.map_err(sentence)?,
    }
    load_vault(store, &place.data_dir, place.secret_key_file.as_deref()).await?;
    Ok("There is a new key. Enter all secrets anew.".to_owned())
}

async fn set(
    store: &Store,
    workspace: Workspace,
    key: String,
    value: String,
) -> Result<String, String> {
    let told = format!("{key} is set.");
    change(store, workspace, move |workspace| {
        workspace.settings = with_setting(&workspace.settings, &key, &value)?;
        Ok(())
    })
    .await?;
    Ok(told)
}

/// The settings with one of them replaced, checked like those of the settings page.
fn with_setting(
    settings: &WorkspaceSettings,
    key: &str,
    value: &str,
) -> Result<WorkspaceSettings, String> {
    let mut settings = serde_json::to_value(settings).map_err(|error| error.to_string())?;
    let Some(field) = settings.get_mut(key) else {
        let names: Vec<_> = settings
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        return Err(format!(
            "there is no setting {key}; there are {}",
            names.join(", ")
        ));
    };
    *field = serde_json::from_str(value).map_err(|error| {
        format!("the value is not JSON ({error}); a text stands in quotes: '\"like this\"'")
    })?;
    let settings: WorkspaceSettings = serde_json::from_value(settings)
        .map_err(|error| format!("{key} cannot be {value}: {error}"))?;
    settings
        .check()
        .map_err(|(field, message)| format!("{field}: {message}"))
}

async fn change(
    store: &Store,
    workspace: Workspace,
    change: impl FnOnce(&mut Workspace) -> Result<(), String> + Send + 'static,
) -> Result<(), String> {
    let changed = store
        .change_workspace(workspace.id, change)
        .await
        .map_err(sentence)?;
    changed.ok_or("there is no workspace")?.map(drop)
}

async fn create_owner(
    store: &Store,
    clock: &Clock,
    workspace: Workspace,
    (email, name, password): (&str, Option<&str>, String),
) -> Result<String, String> {
    let address = EmailAddress::parse(email).map_err(|error| error.to_string())?;
    let local = address.as_str().split('@').next().unwrap_or_default();
    let name = PersonName::parse(name.unwrap_or(local)).map_err(|error| error.to_string())?;
    check_password(&password)?;
    let now = clock.now();
    let owner = NewMember {
        id: Random.id(now),
        workspace: workspace.id,
        email: address,
        name,
        role: Role::Owner,
        password_hash: password::hash(&password, Random.bytes()),
        now,
    };
    if store.add_member(owner).await.map_err(sentence)? {
        Ok("The owner is created. Sign in at /inbox.".to_owned())
    } else {
        Err("a member has this e-mail address already".to_owned())
    }
}

/// Everything up to the end of the first line.
fn first_line(mut input: impl Read, what: &str) -> Result<String, String> {
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .map_err(|error| format!("{what} cannot be read from standard input: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn sentence(error: StoreError) -> String {
    error.to_string()
}
