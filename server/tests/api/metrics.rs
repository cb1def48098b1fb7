//! The figures about the process, and who may read them.

use crate::support::{Reply, TestApp, client_id};
use porthole_server::domain::secret;
use porthole_server::limit::{LimitConfig, Rates};
use porthole_server::metrics::Readers;
use serde_json::json;
use std::collections::HashSet;

/// The figures, as Prometheus would read them.
struct Figures(String);

impl Figures {
    async fn of(app: &TestApp) -> Self {
        let reply = app.get("/metrics").send().await;
        assert_eq!(
            reply.headers["content-type"],
            "text/plain; version=0.0.4; charset=utf-8"
        );
        Self(reply.ok().as_str().unwrap().to_owned())
    }

    #[track_caller]
    fn value(&self, name: &str) -> f64 {
        let found = self
            .0
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let found = found.unwrap_or_else(|| panic!("{name} is not in\n{}", self.0));
        found.parse().unwrap()
    }
}

fn requests(method: &str, route: &str, status: &str) -> String {
    format!(
        "porthole_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"
    )
}

#[tokio::test]
async fn what_happens_is_counted() {
    let app = TestApp::start_with(|parts| {
        parts.limits = LimitConfig {
            visitor: Rates {
                reads: 0,
                writes: 2,
            },
            ..LimitConfig::default()
        };
    })
    .await;
    let visitor = app.visitor().await;
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Hi" });
    for _ in 0..3 {
        visitor.post("messages", &body).send().await;
    }
    let stream = visitor.live(0).await;
    app.get("/nowhere/wst_secret").send().await;
    let figures = Figures::of(&app).await;
    let messages = "/api/v1/widget/messages";
    assert_eq!(figures.value(&requests("POST", messages, "2xx")), 2.0);
    assert_eq!(figures.value(&requests("POST", messages, "4xx")), 1.0);
    assert_eq!(figures.value(&requests("GET", "(none)", "4xx")), 1.0);
    // The second one was the same message again.
    assert_eq!(figures.value("porthole_messages_stored_total"), 1.0);
    assert_eq!(
        figures.value("porthole_refused_calls_total{limit=\"visitor\",kind=\"write\"}"),
        1.0
    );
    assert_eq!(figures.value("porthole_streams{side=\"visitor\"}"), 1.0);
    assert_eq!(figures.value("porthole_streams{side=\"team\"}"), 0.0);
    let duration = format!(
        "porthole_http_request_duration_seconds_count{{method=\"POST\",route=\"{messages}\"}}"
    );
    assert_eq!(figures.value(&duration), 3.0);
    let batches = figures.value("porthole_writer_batch_size_count");
    assert!(batches >= 2.0);
    assert_eq!(
        figures.value("porthole_commit_duration_seconds_count"),
        batches
    );
    assert_eq!(figures.value("porthole_writer_queue"), 0.0);
    assert_eq!(figures.value("porthole_writer_failures_total"), 0.0);
    assert_eq!(figures.value("porthole_change_oldest"), 1.0);
    assert_eq!(figures.value("porthole_changes"), 2.0);
    assert_eq!(figures.value("porthole_jobs{state=\"failing\"}"), 0.0);
    assert!(figures.value("porthole_database_bytes") >= 4096.0);
    assert!(figures.value("process_resident_memory_bytes") > 1e6);
    assert_eq!(figures.value("process_start_time_seconds"), 1.8e9);
    assert!(figures.0.contains("porthole_build_info{version=\""));
    for secret in ["wst_", "pub_", &app.token(), &visitor.token, "127.0.0.1"] {
        assert!(!figures.0.contains(secret), "{secret}");
    }
    drop(stream);
    let later = Figures::of(&app).await;
    assert_eq!(later.value("porthole_streams{side=\"visitor\"}"), 0.0);
}

#[tokio::test]
async fn the_page_is_well_formed() {
    let app = TestApp::start().await;
    app.owner().await;
    let page = Figures::of(&app).await.0;
    let mut described = HashSet::new();
    let mut seen = HashSet::new();
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert!(described.insert(rest.split(' ').next().unwrap()), "{line}");
        } else if !line.starts_with("# HELP ") {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<f64>().is_ok(), "{line}");
            assert!(seen.insert(name), "twice: {line}");
            let family = name.split('{').next().unwrap();
            let is_known = described.contains(family)
                || ["_bucket", "_sum", "_count"].iter().any(|end| {
                    let base = family.strip_suffix(end);
                    base.is_some_and(|base| described.contains(base))
                });
            assert!(is_known, "{line}");
        }
    }
    assert!(described.len() > 10);
}

#[tokio::test]
async fn made_up_methods_and_addresses_make_no_labels() {
    let app = TestApp::start().await;
    for number in 0..20 {
        let method = format!("METHOD{number}").parse().unwrap();
        app.call(method, &format!("/x{number}")).send().await;
    }
    let figures = Figures::of(&app).await;
    assert_eq!(figures.value(&requests("other", "(none)", "4xx")), 20.0);
}

#[tokio::test]
async fn only_this_machine_reads_them_unless_there_is_a_token() {
    let app = TestApp::start().await;
    let ask = || app.get("/metrics");
    ask().from("127.0.0.1").send().await.ok();
    ask().from("::1").send().await.ok();
    ask()
        .from("192.0.2.1")
        .send()
        .await
        .refused(404, "not_found");
    ask()
        .from("10.0.0.1")
        .send()
        .await
        .refused(404, "not_found");
    for header in ["x-forwarded-for", "forwarded"] {
        let through = ask().from("127.0.0.1").header(header, "127.0.0.1");
        through.send().await.refused(404, "not_found");
    }
    let with_token = ask().from("192.0.2.1").header("authorization", "Bearer x");
    with_token.send().await.refused(404, "not_found");

    let app = with(Readers::Nobody).await;
    app.get("/metrics").send().await.refused(404, "not_found");

    let app = with(Readers::Token(secret::hash("open sesame, please"))).await;
    let ask = |value: &str| {
        let call = app.get("/metrics").from("192.0.2.1");
        call.header("authorization", value).send()
    };
    let told: Reply = ask("Bearer open sesame, please").await;
    told.ok();
    for wrong in ["Bearer open sesame", "open sesame, please", "Bearer "] {
        ask(wrong).await.refused(404, "not_found");
    }
    app.get("/metrics").send().await.refused(404, "not_found");
}

async fn with(readers: Readers) -> TestApp {
    TestApp::start_with(|parts| parts.metrics_readers = readers).await
}
