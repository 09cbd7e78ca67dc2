//! People who save visits, one after the other, whatever the answer.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    browser::{Answer, Browser},
    visit_call,
};

/// A visit as it was sent once, and what came back.
#[derive(Clone, Debug)]
pub struct Sent {
    pub visit: Uuid,
    pub answer: Answer,
    pub took: Duration,
}

pub struct Load {
    sent: Arc<Mutex<Vec<Sent>>>,
    ending: CancellationToken,
    people: Vec<JoinHandle<()>>,
}

impl Load {
    /// Half of the people send a visit that wasn't saved again until it is; the others go on to the next one.
    pub fn of(browser: &Browser, patient: &str) -> Self {
        let (sent, ending) = (Arc::default(), CancellationToken::new());
        let people = [true, false, true, false].map(|is_stubborn| {
            let person = save(browser.clone(), patient.to_owned(), is_stubborn, Arc::clone(&sent), ending.clone());
            tokio::spawn(person)
        });
        Self { sent, ending, people: people.into() }
    }

    /// How many answers had this status.
    pub fn count(&self, status: u16) -> usize {
        self.sent.lock().unwrap().iter().filter(|sent| sent.answer.status == status).count()
    }

    /// Everything that was sent.
    pub async fn end(self) -> Vec<Sent> {
        self.ending.cancel();
        for person in self.people {
            person.await.unwrap();
        }
        self.sent.lock().unwrap().clone()
    }
}

async fn save(
    browser: Browser,
    patient: String,
    is_stubborn: bool,
    all: Arc<Mutex<Vec<Sent>>>,
    ending: CancellationToken,
) {
    let mut visit = Uuid::now_v7();
    let mut is_saved = true;
    while !ending.is_cancelled() || (is_stubborn && !is_saved) {
        let began = Instant::now();
        let answer = browser.call("record_visit", &visit_call(visit, &patient)).await;
        is_saved = answer.status == 200;
        all.lock().unwrap().push(Sent { visit, answer, took: began.elapsed() });
        if !is_saved {
            // As fast as an impatient person.
            sleep(Duration::from_millis(100)).await;
        }
        if is_saved || !is_stubborn {
            visit = Uuid::now_v7();
        }
    }
}
