//! The bucket can't be reached, or stops answering. It is served by the test itself, on a thread that doesn't wait for
//! the server to start.

use std::{fs, io::Cursor, net::SocketAddr, time::Duration};

use documents::{Bucket, BucketError, BucketSettings, EmbeddedS3};
use reqwest::Method;
use tempfile::TempDir;
use tokio::time::timeout;
use uuid::Uuid;

use crate::{
    PICTURE, assert_unavailable,
    browser::{Browser, send},
    clinic::Provider,
    network::{Network, State},
    running::Server,
    upload_form,
    waiting::until,
};

const NOT_FILED: &str = "this one isn't filed";

/// A bucket behind a network.
struct Remote {
    directory: TempDir,
    _s3: EmbeddedS3,
    network: Network,
    settings: BucketSettings,
}

impl Remote {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let hour = Duration::from_secs(3_600);
        let (_s3, mut settings) = EmbeddedS3::start(directory.path(), anywhere, None, hour).await.unwrap();
        let network = Network::before(settings.endpoint.socket_addrs(|| None).unwrap()[0]).await;
        settings.endpoint = format!("http://{}", network.address).parse().unwrap();
        settings.public_endpoint = settings.endpoint.clone();
        Self { directory, _s3, network, settings }
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Documents, whole ones.
    fn objects(&self) -> usize {
        self.names("objects/documents").iter().filter(|name| name.len() == 36).count()
    }

    /// Objects that are arriving.
    fn parts(&self) -> usize {
        self.names("objects").iter().filter(|name| name.starts_with(".tmp.")).count()
    }
}

struct Scene {
    remote: Remote,
    server: Server,
    provider: Provider,
    patient: String,
    id: Uuid,
}

impl Scene {
    async fn new() -> Self {
        let remote = Remote::new().await;
        let settings = &remote.settings;
        let settings = [
            ("S3_ENDPOINT", settings.endpoint.as_str()),
            ("S3_BUCKET", &settings.bucket),
            ("S3_ACCESS_KEY", &settings.access_key),
            ("S3_SECRET_KEY", &settings.secret_key),
        ];
        let server = Server::start_with(&settings).await;
        let provider = server.provider("provider").await;
        let patient = provider.register("Ada").await.to_string();
        Self { remote, server, provider, patient, id: Uuid::now_v7() }
    }

    fn form(&self) -> Vec<u8> {
        upload_form(self.id, &self.patient, PICTURE)
    }

    async fn assert_nothing_filed(&self) {
        assert_eq!((self.server.count("documents").await, self.server.spooled()), (0, 0));
    }

    /// The bucket is back: what was sent in vain is sent again, filed once, and can be read.
    async fn assert_recovers(&self) {
        self.remote.network.set(State::Open);
        let browser = self.provider.browser();
        let answer = browser.upload_form(&self.form()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        until("nothing but the document is in the bucket", async || {
            (self.remote.objects(), self.remote.parts(), self.server.count("documents").await) == (1, 0, 1)
        })
        .await;
        let answer = browser.get(&format!("/documents/{}/download", self.id)).await;
        let file = send(Browser::new(answer.header("location").unwrap()).request(Method::GET, "")).await;
        assert_eq!((file.status, file.body.as_slice()), (200, PICTURE));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_refuses_takes_nothing_and_stops_nothing_else() {
    let scene = Scene::new().await;
    let browser = scene.provider.browser();
    scene.remote.network.set(State::Refusing);
    assert_unavailable(&browser.upload_form(&scene.form()).await, NOT_FILED);
    scene.assert_nothing_filed().await;
    assert_eq!((scene.remote.objects(), scene.remote.parts()), (0, 0));
    assert_eq!(browser.get(&format!("/patients/{}", scene.patient)).await.status, 200);
    scene.assert_recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_stops_listening_in_the_middle_of_an_upload_is_given_up() {
    let scene = Scene::new().await;
    let browser = scene.provider.browser();
    scene.remote.network.set(State::Silent { after: 10_000 });
    let sending = tokio::spawn(send(browser.uploading(scene.form())));
    until("a part has arrived", async || scene.remote.parts() > 0 && scene.server.spooled() == 1).await;
    // Others don't wait for it.
    assert_eq!(browser.get(&format!("/patients/{}", scene.patient)).await.status, 200);
    assert_unavailable(&sending.await.unwrap(), NOT_FILED);
    scene.assert_nothing_filed().await;
    assert_eq!(scene.remote.objects(), 0);
    scene.assert_recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_whose_answer_is_lost_is_told_to_forget() {
    let scene = Scene::new().await;
    scene.remote.network.set(State::Mute);
    let sending = tokio::spawn(send(scene.provider.browser().uploading(scene.form())));
    until("everything has arrived", async || scene.remote.objects() == 1).await;
    assert_unavailable(&sending.await.unwrap(), NOT_FILED);
    scene.assert_nothing_filed().await;
    until("the object without a row is gone", async || scene.remote.objects() == 0).await;
    scene.assert_recovers().await;
}

/// More than fits between the two: the bucket doesn't even take what is sent.
#[tokio::test]
async fn a_large_file_doesnt_wait_for_ever_for_a_bucket_that_takes_nothing() {
    let remote = Remote::new().await;
    let bucket = Bucket::open(&remote.settings).await.unwrap();
    remote.network.set(State::Silent { after: 10_000 });
    let mut file = Cursor::new(vec![0; 20 * 1024 * 1024]);
    let put = bucket.put("key", &mut file, "application/pdf");
    let put = timeout(Duration::from_secs(50), put).await.unwrap();
    assert_eq!(put, Err(BucketError::Unreachable));
    assert!(file.position() < 20 * 1024 * 1024, "it wasn't read to its end");
    remote.network.set(State::Open);
    until("what has arrived of it is gone", async || remote.parts() == 0).await;
    assert_eq!(remote.names("objects/documents").iter().filter(|name| *name == "key").count(), 0);
}
