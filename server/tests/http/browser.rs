use reqwest::{Body, Client, Method, RequestBuilder, Response, header::HeaderMap, redirect::Policy};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a browser keeps and sends, except that it follows no redirect.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    pub url: String,
    /// The session's, as `name=value`.
    pub cookie: Option<String>,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { client, url: url.to_owned(), cookie: None }
    }

    /// A request with nothing but the method, the path and the cookie.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// As when somebody follows a link of this site.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).header("accept", "text/html");
        send(request.header("sec-fetch-site", "same-origin")).await
    }

    /// Calls a server function, as the page's script does.
    pub async fn call(&self, endpoint: &str, arguments: &Value) -> Answer {
        send(self.calling(endpoint, arguments)).await
    }

    /// The request of such a call, for one that may not be answered.
    pub fn calling(&self, endpoint: &str, arguments: &Value) -> RequestBuilder {
        let request = self.request(Method::POST, &format!("/api/{endpoint}"));
        let request = request.header("sec-fetch-site", "same-origin").header("accept", "application/json");
        request.header("content-type", "application/json").body(arguments.to_string())
    }

    /// Calls a server function that must answer, and reads its answer.
    pub async fn ask<T: DeserializeOwned>(&self, endpoint: &str, arguments: &Value) -> T {
        let answer = self.call(endpoint, arguments).await;
        assert_eq!(answer.status, 200, "{endpoint}: {}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// Sends a plain form, as a browser without script does.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request(Method::POST, path).header("accept", "text/html");
        let request = request.header("sec-fetch-site", "same-origin");
        send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// Signs in by the form, and keeps the cookie.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let answer = self.submit("/api/sign_in", &[("email", email), ("password", password)]).await;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    /// Uploads a file as the dialog does.
    pub async fn upload(&self, patient: &str, file: &[u8]) -> Answer {
        let fields = [("patient", patient), ("document_type", "lab_result"), ("description", "Blood count")];
        self.upload_form(&multipart(&fields, Some(file))).await
    }

    /// Uploads a multipart form.
    pub async fn upload_form(&self, body: &[u8]) -> Answer {
        send(self.uploading(body.to_owned())).await
    }

    /// The request of such an upload, for one that may not be answered, or whose body comes bit by bit.
    pub fn uploading(&self, body: impl Into<Body>) -> RequestBuilder {
        let request = self.request(Method::POST, "/documents").header("sec-fetch-site", "same-origin");
        request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// All that could tell two answers apart, except for the time and the request's number.
    pub fn essence(&self) -> (u16, String, Vec<(String, String)>) {
        let varies = ["date", "x-request-id"];
        let headers = self.headers.iter().filter(|(name, _)| !varies.contains(&name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        (self.status, self.text().to_owned(), headers)
    }
}

/// Sends a request and reads the answer.
pub async fn send(request: RequestBuilder) -> Answer {
    read(request.send().await.unwrap()).await
}

async fn read(response: Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

const BOUNDARY: &str = "-----------------------------7d81b516112482";

/// A multipart form of these fields and, last, the file.
pub fn multipart(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some(file) = file {
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"Freda Kris.pdf\"";
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
