//! Attempts that the database counts one after the other wait for each other here, where they hold no connection: at
//! its locks each would keep one, and a few hundred would leave none for anybody else.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::OwnedMutexGuard;

use crate::identity::place_of;

/// As many as may wait for the same turn; a clinic's people come from one address.
const MOST_WAITING: usize = 64;

/// For what attempts queue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Queue {
    /// What is attempted, and at whose account.
    Account(&'static str, String),
    Place(IpAddr),
}

impl Queue {
    /// Of IPv6 the network, as the database counts it.
    pub(super) fn of_place(address: IpAddr) -> Self {
        Self::Place(place_of(address))
    }
}

type Waiting = HashMap<Queue, Arc<tokio::sync::Mutex<()>>>;

/// The queues in which somebody is.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<Waiting>);

/// Somebody's turn, until it is dropped; or their place in the queue.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    queue: Queue,
    lock: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for the turn; `None` when too many wait for it.
    pub(super) async fn wait(&self, queue: Queue) -> Option<Turn<'_>> {
        let lock = {
            let mut waiting = self.waiting();
            let lock = waiting.entry(queue.clone()).or_default();
            // Beside those who wait, the map has it and whoever's turn it is.
            if Arc::strong_count(lock) >= MOST_WAITING + 2 {
                return None;
            }
            lock.clone()
        };
        // Made before the wait, so that one who gives up is cleared away, too.
        let mut turn = Turn { turns: self, queue, lock: None };
        turn.lock = Some(lock.lock_owned().await);
        Some(turn)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.lock = None;
        let mut waiting = self.turns.waiting();
        if waiting.get(&self.queue).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            waiting.remove(&self.queue);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{pin::pin, task::Poll};

    use super::*;

    fn queue(who: &str) -> Queue {
        Queue::Account("sign-in", who.to_owned())
    }

    #[tokio::test]
    async fn attempts_take_turns_and_too_many_are_refused() {
        let turns = Turns::default();
        let first = turns.wait(queue("maya")).await.unwrap();
        let mut others: Vec<_> = (0..MOST_WAITING).map(|_| Box::pin(turns.wait(queue("maya")))).collect();
        for other in &mut others {
            assert!(matches!(poll_once(other.as_mut()).await, Poll::Pending));
        }
        assert!(turns.wait(queue("maya")).await.is_none());
        assert!(turns.wait(queue("sam")).await.is_some(), "other accounts go on");
        // One hangs up, and there is room for another one.
        others.pop();
        let mut last = pin!(turns.wait(queue("maya")));
        assert!(matches!(poll_once(last.as_mut()).await, Poll::Pending));
        drop(first);
        for other in others {
            assert!(other.await.is_some());
        }
        assert!(last.await.is_some());
        assert!(turns.waiting().is_empty(), "nothing is kept of them");
    }

    #[tokio::test]
    async fn whoever_gives_up_is_forgotten() {
        let turns = Turns::default();
        let first = turns.wait(queue("maya")).await.unwrap();
        let mut second = Box::pin(turns.wait(queue("maya")));
        assert!(matches!(poll_once(second.as_mut()).await, Poll::Pending));
        drop(first);
        drop(second);
        assert!(turns.waiting().is_empty());
    }

    #[test]
    fn of_ipv6_the_network_queues() {
        let queue = |address: &str| Queue::of_place(address.parse().unwrap());
        assert_eq!(queue("2001:db8:0:1::7"), queue("2001:db8:0:1:ffff::1"));
        assert_ne!(queue("2001:db8:0:1::7"), queue("2001:db8:0:2::7"));
        assert_ne!(queue("192.0.2.1"), queue("192.0.2.2"));
    }

    /// Asks a future once.
    async fn poll_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
    }
}
