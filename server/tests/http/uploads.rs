use std::{
    env, fs,
    path::{Path, PathBuf},
};

use model::document::{AfterEnd, DOCUMENT_MOST_BYTES, FileRefusal};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    browser::{Answer, multipart},
    clinic::{PDF, Provider},
    running::Server,
};

/// The files of one folder of the shared test data, which lies beside the project and isn't part of it.
fn shared(folder: &str) -> Vec<PathBuf> {
    let directory = match env::var_os("CARECHART_SHARED") {
        Some(directory) => PathBuf::from(directory),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
    };
    let directory = directory.join("data").join(folder);
    let entries = fs::read_dir(&directory).unwrap_or_else(|error| {
        panic!("{} can't be read ({error}): set CARECHART_SHARED to the folder that has data/", directory.display())
    });
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf" || extension == "jpg"));
    files.sort();
    files
}

/// Why an upload was refused, in the words of the page.
fn refusal(answer: &Answer) -> Option<FileRefusal> {
    let refusal: Option<FileRefusal> = serde_json::from_value(answer.json()["refusal"].clone()).unwrap();
    assert_eq!(answer.json()["message"].as_str(), refusal.map(FileRefusal::message));
    refusal
}

async fn assert_nothing_left(server: &Server) {
    assert_eq!((server.objects().len(), server.count("documents").await, server.spooled()), (0, 0, 0));
}

async fn upload(provider: &Provider, patient: &str, file: &[u8]) -> Answer {
    provider.browser().upload(patient, file).await
}

/// A picture that says that it is 65,500 pixels wide and high.
fn huge() -> Vec<u8> {
    let mut bytes = include_bytes!("../../documents/tests/files/portrait_2.jpg").to_vec();
    let frame = bytes.windows(2).rposition(|pair| pair == b"\xFF\xC0").unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    bytes
}

#[tokio::test]
async fn every_good_file_is_filed_whole() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let files = shared("files-good");
    assert!(files.len() >= 18);
    for path in &files {
        let bytes = fs::read(path).unwrap();
        let answer = upload(&provider, &patient, &bytes).await;
        assert_eq!(answer.status, 201, "{}: {}", path.display(), answer.text());
        let kept = "
            select size_bytes = $2 and sha256 = sha256($3) and media_type = $4 and description = 'Blood count'
              from documents where id = $1::text::uuid";
        let media_type = if bytes.starts_with(b"%PDF") { "application/pdf" } else { "image/jpeg" };
        let kept = sqlx::query_scalar(kept).bind(answer.json()["id"].as_str().unwrap().to_owned());
        let kept = kept.bind(i64::try_from(bytes.len()).unwrap()).bind(bytes).bind(media_type);
        let kept: bool = kept.fetch_one(&server.superuser).await.unwrap();
        assert!(kept, "{}", path.display());
    }
    assert_eq!((server.objects().len(), server.spooled()), (files.len(), 0));
    // Keys without any personal data: nothing but an id of their own.
    let ids: i64 = sqlx::query_scalar("select count(*) from documents where file_url = any($1)")
        .bind(server.objects())
        .fetch_one(&server.superuser)
        .await
        .unwrap();
    assert_eq!(usize::try_from(ids).unwrap(), files.len());
}

#[tokio::test]
async fn every_odd_file_is_filed_or_refused_for_a_reason() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let files = shared("files-odd");
    assert!(files.len() >= 21);
    let mut filed = 0;
    for path in &files {
        let answer = upload(&provider, &patient, &fs::read(path).unwrap()).await;
        match answer.status {
            201 => filed += 1,
            status => assert!(status == 422 && refusal(&answer).is_some(), "{}: {status}", path.display()),
        }
    }
    assert_eq!((server.objects().len(), server.spooled()), (filed, 0));
}

#[tokio::test]
async fn each_kind_of_refusal_says_why_and_leaves_nothing() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let odd =
        |name: &str| fs::read(shared("files-odd").into_iter().find(|path| path.ends_with(name)).unwrap()).unwrap();
    let mut too_large = PDF.to_vec();
    too_large.resize(usize::try_from(DOCUMENT_MOST_BYTES).unwrap() + 1, b' ');
    let files = [
        (Vec::new(), FileRefusal::Empty),
        (too_large, FileRefusal::TooLarge),
        (vec![b'%'; 24 * 1024 * 1024], FileRefusal::TooLarge),
        (b"PK\x03\x04 a document of an office program".to_vec(), FileRefusal::NotPdfOrJpeg),
        (b"<html><script>alert(1)</script>".to_vec(), FileRefusal::NotPdfOrJpeg),
        (odd("polyglot-pdf-in-jpg-comment.pdf"), FileRefusal::TwoFormats),
        (PDF[..PDF.len() / 2].to_vec(), FileRefusal::Damaged),
        (odd("libreoffice-writer-password.pdf"), FileRefusal::Encrypted),
        (odd("javascript.pdf"), FileRefusal::ActiveContent),
        (huge(), FileRefusal::TooComplex),
        (include_bytes!("../../documents/tests/files/dnl.jpg").to_vec(), FileRefusal::UnusualJpeg),
        (include_bytes!("../../documents/tests/files/motion-photo-pixel.jpg").to_vec(), FileRefusal::MotionPhoto),
        ([PDF, b"\x7FELF\x02\x01\x01\0"].concat(), FileRefusal::AfterEnd(AfterEnd::Program)),
    ];
    for (bytes, expected) in files {
        let answer = upload(&provider, &patient, &bytes).await;
        assert_eq!(refusal(&answer), Some(expected), "{expected:?}");
        assert_eq!(answer.status, if expected == FileRefusal::TooLarge { 413 } else { 422 }, "{expected:?}");
        assert_nothing_left(&server).await;
    }
}

#[tokio::test]
async fn a_form_that_lacks_something_says_what_and_leaves_nothing() {
    let server = Server::start().await;
    let (provider, other) = (server.provider("provider").await, server.provider("other").await);
    let patient = provider.register("Ada").await.to_string();
    let (theirs, made_up) = (other.register("Berta").await.to_string(), Uuid::now_v7().to_string());
    let kind = ("document_type", "lab_result");
    let long = "é".repeat(501);
    let forms: [(Vec<(&str, &str)>, u16); 7] = [
        (vec![("patient", &theirs), kind], 404),
        (vec![("patient", &made_up), kind], 404),
        (vec![("patient", "1"), kind], 404),
        (vec![kind], 422),
        (vec![("patient", &patient)], 422),
        (vec![("patient", &patient), ("document_type", "secret")], 422),
        (vec![("patient", &patient), kind, ("description", &long)], 422),
    ];
    let mut not_found = Vec::new();
    for (fields, status) in forms {
        let answer = provider.browser().upload_form(&multipart(&fields, Some(PDF))).await;
        assert_eq!((answer.status, &answer.json()["refusal"]), (status, &Value::Null), "{fields:?}: {}", answer.text());
        if status == 404 {
            not_found.push(answer.essence());
        }
    }
    not_found.dedup();
    assert_eq!(not_found.len(), 1, "somebody else's patient answers as nobody's");

    let whole = multipart(&[("patient", &patient), kind], Some(PDF));
    let no_id = multipart(&[("id", "1"), ("patient", &patient), kind], Some(PDF));
    for body in [&whole[..whole.len() - 60], b"", &multipart(&[("patient", &patient), kind], None), &no_id] {
        assert_eq!(provider.browser().upload_form(body).await.status, 400);
    }
    assert_nothing_left(&server).await;
}

/// The object is there before the row: when the row can't be made, the object goes again.
#[tokio::test]
async fn when_the_row_is_refused_the_object_goes() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let refuse = "
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
        create trigger refuse before insert on documents for each row execute function refuse();";
    sqlx::raw_sql(refuse).execute(&server.superuser).await.unwrap();
    let answer = upload(&provider, &patient, PDF).await;
    assert_eq!(answer.status, 500, "{}", answer.text());
    assert_nothing_left(&server).await;
}
