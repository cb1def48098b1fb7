//! Files of visitors and members: what is taken, who may open it, and that it comes once.

use crate::support::{Agent, Call, Reply, TestApp, Visitor, client_id};
use axum::http::Method;
use porthole_server::job;
use porthole_server::limit::{LimitConfig, Rates};
use porthole_shared::attachment::FILE_LIMIT;
use porthole_shared::time::{DAY, HOUR, MINUTE};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x02\0\0\0";

fn named<'a>(call: Call<'a>, name: &str, content: &[u8]) -> Call<'a> {
    call.header("porthole-file-name", name)
        .raw(content.to_vec())
}

fn upload<'a>(app: &'a TestApp, visitor: &Visitor<'_>, name: &str, content: &[u8]) -> Call<'a> {
    let call = app.post("/api/v1/widget/files").bearer(&visitor.token);
    named(call, name, content)
}

fn team_upload<'a>(agent: &'a Agent<'_>, name: &str, content: &[u8]) -> Call<'a> {
    named(agent.call(Method::POST, "files"), name, content)
}

async fn png(app: &TestApp, visitor: &Visitor<'_>) -> Value {
    upload(app, visitor, "map.png", PNG).send().await.ok()
}

fn id(file: &Value) -> &str {
    file["id"].as_str().unwrap()
}

fn message(text: &str, files: &[&str]) -> Value {
    json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": text, "attachments": files })
}

async fn get(app: &TestApp, file: &Value) -> Reply {
    app.get(file["url"].as_str().unwrap()).send().await
}

#[tokio::test]
async fn a_picture_goes_to_the_team_and_a_document_comes_back() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let picture = png(&app, &visitor).await;
    assert_eq!(picture["type"], "image/png");
    assert_eq!(picture["size"], PNG.len());
    assert_eq!(
        (&picture["width"], &picture["height"]),
        (&json!(320), &json!(240))
    );

    let body = message("", &[id(&picture)]);
    let sent = visitor.post("messages", &body).send().await.ok();
    assert_eq!(sent["message"]["text"], "");
    assert_eq!(sent["message"]["attachments"][0]["name"], "map.png");
    assert_eq!(sent["ticket"]["preview"], "map.png");
    let ticket = sent["ticket"]["id"].as_str().unwrap();

    let owner = app.owner().await;
    let detail = owner.get(&format!("tickets/{ticket}")).await;
    let seen = &detail["entries"][0]["attachments"][0];
    assert_eq!(seen["id"], picture["id"]);
    assert_eq!(get(&app, seen).await.bytes, PNG);

    let bill = team_upload(&owner, "bill.pdf", b"%PDF-1.7 x")
        .send()
        .await
        .ok();
    let reply = json!({ "client_id": client_id(), "text": "Here:", "attachments": [bill["id"]] });
    let path = format!("tickets/{ticket}/messages");
    let answer = owner.post(&path, &reply).send().await.ok();
    assert_eq!(answer["entry"]["attachments"][0]["name"], "bill.pdf");
    let update = visitor.sync(sent["message"]["seq"].as_i64().unwrap()).await;
    let received = &update["messages"][0]["attachments"][0];
    assert_eq!(received["type"], "application/pdf");
    assert_eq!(received["width"], Value::Null);
    assert_eq!(get(&app, received).await.bytes, &b"%PDF-1.7 x"[..]);

    let page = json!({ "since": 0, "ticket": ticket });
    let page = visitor.post("sync", &page).send().await.ok();
    assert_eq!(page["messages"][0]["attachments"][0]["id"], picture["id"]);
    assert_eq!(page["messages"][1]["attachments"][0]["id"], bill["id"]);
    let mut stream = visitor.live(1).await;
    let update = stream.update().await;
    assert_eq!(
        get(&app, &update["messages"][0]["attachments"][0])
            .await
            .status,
        200
    );
    check(&app);
}

#[track_caller]
fn check(app: &TestApp) {
    let (told, is_sound) = porthole_server::backup::check(app.dir.path(), None).unwrap();
    assert!(is_sound, "{told}");
}

#[tokio::test]
async fn nothing_in_a_file_runs_wherever_it_is_opened() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let file = upload(
        &app,
        &visitor,
        "a%0D%0AX-Evil%3A%201%22%3B%20%E2%80%AEgnp.txt",
        b"Hi",
    );
    let file = file.send().await.ok();
    assert_eq!(file["name"], "aX-Evil_ 1_; gnp.txt");
    let reply = get(&app, &file).await;
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        (
            "content-disposition",
            "attachment; filename=\"aX-Evil_ 1_; gnp.txt\"; filename*=UTF-8''aX-Evil_%201_%3B%20gnp.txt",
        ),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
        ("cross-origin-resource-policy", "cross-origin"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, max-age=300, immutable"),
        ("content-length", "2"),
    ] {
        assert_eq!(reply.headers[name], value, "{name}");
    }
    assert!(!reply.headers.contains_key("x-evil"));
    let path = file["url"].as_str().unwrap();
    let preflight = app
        .call(Method::OPTIONS, "/api/v1/widget/files")
        .origin("https://shop.example");
    let granted = preflight.send().await;
    let allowed = granted.headers["access-control-allow-headers"]
        .to_str()
        .unwrap();
    assert!(allowed.contains("porthole-file-name"));
    assert_eq!(app.call(Method::HEAD, path).send().await.status, 200);
}

#[tokio::test]
async fn an_address_opens_for_five_minutes_and_cannot_be_made() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let file = png(&app, &visitor).await;
    let url = file["url"].as_str().unwrap().to_owned();
    let forged = url.replace(id(&file), "01hzzzzzzzzzzzzzzzzzzzzzzz");
    app.get(&forged).send().await.refused(404, "not_found");
    app.get(&format!("{url}0"))
        .send()
        .await
        .refused(404, "not_found");
    app.get("/api/v1/widget/files/..")
        .send()
        .await
        .refused(404, "not_found");
    app.get("/api/v1/widget/files/%2e%2e%2fporthole.db")
        .send()
        .await
        .refused(404, "not_found");
    app.pass(4 * MINUTE - 1);
    assert_eq!(app.get(&url).send().await.status, 200);
    app.pass(MINUTE + 1);
    app.get(&url).send().await.refused(404, "not_found");

    let ask = json!({ "file": file["id"] });
    let fresh = visitor.post("files/link", &ask).send().await.ok();
    assert_eq!(get(&app, &fresh).await.bytes, PNG);
    // The key outlives the process.
    let again = app.app.store.link_key([0; 32]).await.unwrap();
    assert_eq!(app.app.store.link_key([1; 32]).await.unwrap(), again);
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let html: &[u8] = b"<!doctype html><script>alert(1)</script>";
    let cases: &[(&str, &[u8])] = &[
        ("a.png", html),
        ("a.png", b"%PDF-1.7"),
        ("a.jpg", PNG),
        ("a.pdf", b"MZ\x90\0"),
        ("a.txt", html),
        ("a.csv", b"<svg onload=alert(1)>"),
        ("a.json", b"alert(1)"),
        ("a.zip", b"\x7fELF"),
        ("a.mp4", b"\0\0\0\x18ftypheic"),
        ("a.txt", b"\xff\xfeH\0i\0"),
        ("a.html", html),
        ("a.svg", b"<svg/>"),
        ("a.exe", b"MZ"),
        ("a.png.exe", PNG),
        ("a.docx", b"PK\x03\x04"),
        ("a.txt", b""),
        ("", b"\0\0\0"),
    ];
    for (name, content) in cases {
        let refused = upload(&app, &visitor, name, content).send().await;
        refused.refused(415, "file_type_refused");
    }
    let left: Vec<_> = files_on_disk(&app);
    assert!(left.is_empty(), "{left:?}");
}

fn files_on_disk(app: &TestApp) -> Vec<std::path::PathBuf> {
    let root = app.dir.path().join("files");
    let folders = std::fs::read_dir(root).into_iter().flatten();
    folders
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[tokio::test]
async fn a_file_has_twenty_megabytes_and_a_message_ten_files() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let mut content = vec![b'x'; usize::try_from(FILE_LIMIT).unwrap()];
    let largest = upload(&app, &visitor, "a.txt", &content).send().await.ok();
    assert_eq!(largest["size"], FILE_LIMIT);
    content.push(b'x');
    let over = upload(&app, &visitor, "a.txt", &content);
    over.send().await.refused(413, "file_too_large");
    // One that says so beforehand is refused before it comes.
    let said = upload(&app, &visitor, "a.txt", b"x").header("content-length", "20971521");
    said.send().await.refused(413, "file_too_large");

    let mut ids = vec![id(&largest).to_owned()];
    for _ in 0..10 {
        let file = upload(&app, &visitor, "a.txt", b"x").send().await.ok();
        ids.push(id(&file).to_owned());
    }
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    let refused = visitor.post("messages", &message("Hi", &all)).send().await;
    let error = refused.refused(422, "invalid_field");
    assert_eq!(error["field"], "attachments");
    let mut ten = all[..10].to_vec();
    ten.push(all[0]);
    let sent = visitor
        .post("messages", &message("Hi", &ten))
        .send()
        .await
        .ok();
    let files = sent["message"]["attachments"].as_array().unwrap();
    let stored: Vec<&str> = files.iter().map(id).collect();
    assert_eq!(stored, all[..10], "each once, in their order");
    let nothing = visitor.post("messages", &message(" \n", &[])).send().await;
    nothing.refused(422, "invalid_field");
    check(&app);
}

#[tokio::test]
async fn somebody_elses_file_is_refused_like_one_that_is_not_there() {
    let app = TestApp::start().await;
    let (visitor, other) = (app.visitor().await, app.visitor().await);
    let owner = app.owner().await;
    let colleague = app.colleague("bob").await;
    let foreign = png(&app, &other).await;
    let of_team = team_upload(&owner, "map.png", PNG).send().await.ok();
    let mine = png(&app, &visitor).await;
    let sent = visitor
        .post("messages", &message("Hi", &[id(&mine)]))
        .send()
        .await
        .ok();
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let nothing = "01hzzzzzzzzzzzzzzzzzzzzzzz";

    let mut answers = Vec::new();
    for file in [nothing, "", id(&foreign), id(&of_team), id(&mine)] {
        let refused = visitor
            .post("messages", &message("Hi", &[file]))
            .send()
            .await;
        answers.push(refused.refused(422, "invalid_field"));
    }
    for kind in ["messages", "notes"] {
        for file in [nothing, id(&foreign), id(&mine), id(&of_team)] {
            let body = json!({ "client_id": client_id(), "text": "Hi", "attachments": [file] });
            let path = format!("tickets/{ticket}/{kind}");
            let refused = colleague.post(&path, &body).send().await;
            answers.push(refused.refused(422, "invalid_field"));
        }
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    let tickets = visitor.sync(0).await["tickets"].as_array().unwrap().len();
    assert_eq!(tickets, 1, "a refused message opens no ticket");

    // Nor is it opened for them.
    for file in [nothing, id(&foreign), id(&of_team)] {
        let ask = json!({ "file": file });
        visitor
            .post("files/link", &ask)
            .send()
            .await
            .refused(404, "not_found");
        let ask = colleague.post("files/link", &ask);
        ask.send().await.refused(404, "not_found");
    }
    let stranger = app.second_owner().await;
    let ask = json!({ "file": mine["id"] });
    other
        .post("files/link", &ask)
        .send()
        .await
        .refused(404, "not_found");
    stranger
        .post("files/link", &ask)
        .send()
        .await
        .refused(404, "not_found");
    colleague.post("files/link", &ask).send().await.ok();
    visitor.post("files/link", &ask).send().await.ok();
}

#[tokio::test]
async fn files_of_notes_never_reach_the_visitor() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let owner = app.owner().await;
    let secret = team_upload(&owner, "secret.txt", b"x").send().await.ok();
    let body = json!({ "client_id": client_id(), "text": "", "attachments": [secret["id"]] });
    let path = format!("tickets/{ticket}/notes");
    let note = owner.post(&path, &body).send().await.ok();
    assert_eq!(note["entry"]["attachments"][0]["name"], "secret.txt");
    // The same once more gives what is stored.
    assert_eq!(
        owner.post(&path, &body).send().await.ok()["entry"],
        note["entry"]
    );
    let detail = owner.get(&format!("tickets/{ticket}")).await;
    assert_eq!(detail["entries"][1]["attachments"][0]["name"], "secret.txt");

    let page = json!({ "since": 1, "ticket": ticket });
    let update = visitor.post("sync", &page).send().await.ok();
    assert!(!update.to_string().contains("secret.txt"), "{update}");
    let ask = json!({ "file": secret["id"] });
    visitor
        .post("files/link", &ask)
        .send()
        .await
        .refused(404, "not_found");
    check(&app);
}

#[tokio::test]
async fn of_messages_that_want_the_same_file_one_gets_it() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let file = png(&app, &visitor).await;
    let bodies = [(); 3].map(|()| message("Hi", &[id(&file)]));
    let send = |body| visitor.post("messages", body).send();
    let (first, second, third) = tokio::join!(send(&bodies[0]), send(&bodies[1]), send(&bodies[2]));
    let replies = [first, second, third];
    let fine = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(fine, 1);
    assert!(
        replies
            .iter()
            .all(|reply| [200, 422].contains(&reply.status.as_u16()))
    );
    // The one that got it may be sent again, and is stored once.
    let won = replies
        .iter()
        .position(|reply| reply.status == 200)
        .unwrap();
    let again = visitor.post("messages", &bodies[won]).send().await.ok();
    assert_eq!(again["message"]["id"], replies[won].json["message"]["id"]);
    assert_eq!(again["message"]["attachments"][0]["id"], file["id"]);
    assert_eq!(
        visitor.sync(0).await["tickets"].as_array().unwrap().len(),
        1
    );
    check(&app);
}

#[tokio::test]
async fn what_no_message_takes_is_deleted_after_a_day() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let (left, taken) = (png(&app, &visitor).await, png(&app, &visitor).await);
    visitor
        .post("messages", &message("Hi", &[id(&taken)]))
        .send()
        .await
        .ok();
    app.pass(DAY - 2 * HOUR);
    clean_up(&app).await;
    assert_eq!(files_on_disk(&app).len(), 2);
    let visitor = app.boot(&visitor.device_key).await;
    app.pass(HOUR);
    clean_up(&app).await;
    let names: Vec<_> = files_on_disk(&app);
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(names[0].ends_with(id(&taken)));
    let late = visitor
        .post("messages", &message("Hi", &[id(&left)]))
        .send()
        .await;
    late.refused(422, "invalid_field");
    let ask = json!({ "file": taken["id"] });
    let link = visitor.post("files/link", &ask).send().await.ok();
    assert_eq!(get(&app, &link).await.bytes, PNG);
    check(&app);
}

async fn clean_up(app: &TestApp) {
    let now = app.app.clock.now();
    let kind = porthole_server::domain::job::JobKind::CleanUp;
    app.app.store.add_job(kind, now).await.unwrap();
    app.pass(HOUR);
    job::run_due(&app.app).await.unwrap();
    app.pass(-HOUR);
}

#[tokio::test]
async fn nobody_fills_the_disk_alone() {
    let app = TestApp::start_with(|parts| {
        parts.limits = LimitConfig {
            visitor: Rates {
                reads: 0,
                writes: 8,
            },
            ..LimitConfig::default()
        };
    })
    .await;
    let visitor = app.visitor().await;
    for _ in 0..2 {
        png(&app, &visitor).await;
    }
    upload(&app, &visitor, "a.txt", b"x")
        .send()
        .await
        .refused(429, "too_many");
    // Writing goes on.
    visitor.write("Hello").await;

    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    for _ in 0..100 {
        upload(&app, &visitor, "a.txt", b"x").send().await.ok();
    }
    upload(&app, &visitor, "a.txt", b"x")
        .send()
        .await
        .refused(429, "too_many");
}

#[tokio::test]
async fn a_ticket_that_is_merged_takes_its_files_along() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let target = visitor.write("Hello").await;
    let file = png(&app, &visitor).await;
    let source = visitor
        .post("messages", &message("", &[id(&file)]))
        .send()
        .await
        .ok();
    let owner = app.owner().await;
    let path = format!("tickets/{}/merge", source["ticket"]["id"].as_str().unwrap());
    let body = json!({ "into": target["ticket"]["id"] });
    let merged = owner.post(&path, &body).send().await.ok();
    assert_eq!(merged["preview"], "map.png");
    let ask = json!({ "file": file["id"] });
    visitor.post("files/link", &ask).send().await.ok();
    check(&app);
}

#[tokio::test]
async fn a_backup_holds_the_files_and_gives_them_back() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let large = vec![b'x'; 2_500_000];
    let file = upload(&app, &visitor, "a.txt", &large).send().await.ok();
    let waiting = png(&app, &visitor).await;
    visitor
        .post("messages", &message("", &[id(&file)]))
        .send()
        .await
        .ok();

    let place = tempfile::tempdir().unwrap();
    let (backup, data) = (place.path().join("backup.db"), place.path().join("data"));
    let now = app.app.clock.now();
    porthole_server::backup::backup(app.dir.path(), None, &backup, now).unwrap();
    let (told, is_sound) = porthole_server::backup::check(app.dir.path(), Some(&backup)).unwrap();
    assert!(is_sound, "{told}");
    porthole_server::backup::restore(
        &backup,
        porthole_server::backup::RestoredKey::Beside,
        &data,
        now,
    )
    .unwrap();
    let (told, is_sound) = porthole_server::backup::check(&data, None).unwrap();
    assert!(is_sound, "{told}");
    let files = porthole_server::files::Files::of(&data);
    let (kept, left) = (id(&file).to_owned().into(), id(&waiting).to_owned().into());
    assert_eq!(std::fs::read(files.path(&kept)).unwrap(), large);
    assert_eq!(files.size(&left), None);
    let size = std::fs::metadata(data.join("porthole.db")).unwrap().len();
    assert!(size < 2_000_000, "the database is {size} bytes");

    // One that is cut off is found, and no backup is made of it.
    std::fs::write(files.path(&kept), "x").unwrap();
    let (told, is_sound) = porthole_server::backup::check(&data, None).unwrap();
    assert!(!is_sound && told.contains("missing or cut off"), "{told}");
    let second = place.path().join("second.db");
    porthole_server::backup::backup(&data, None, &second, now).unwrap_err();
    assert!(!second.exists());
}
