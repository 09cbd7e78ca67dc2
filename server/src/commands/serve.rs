use std::{env, process::Stdio, sync::Arc};

use anyhow::{Context, ensure};
use app::context::Services;
use axum::Router;
use sessions::{SessionSettings, Sessions};
use store::{Gate, Store, Worker};
use tokio::{net::TcpListener, process::Command, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::demo;
use crate::{
    command_line::Serve,
    infrastructure::Infrastructure,
    jobs::{self, Sealer},
    listener, site, web,
};

/// Everything that answers, ready to do so.
struct Server {
    router: Router,
    store: Store,
    gate: Gate,
    worker: Worker,
    jobs: [JoinHandle<()>; 2],
    sealer: Arc<Sealer>,
}

/// Serves the site until `ending`.
///
/// # Errors
/// When something that it needs isn't there; see the messages.
pub async fn serve(
    infrastructure: &Infrastructure,
    arguments: Serve,
    ending: &CancellationToken,
) -> anyhow::Result<()> {
    // First, as it fails most often: another server has the address.
    let listener = TcpListener::bind(arguments.address).await;
    let listener = listener.with_context(|| format!("can't listen on {}", arguments.address))?;
    let server = tokio::select! {
        server = prepare(infrastructure, arguments.demo) => server?,
        () = ending.cancelled() => return Ok(()),
    };
    let address = listener.local_addr()?;
    match &infrastructure.configuration.public_url {
        Some(url) => println!("Carechart is at {url}, behind http://{address}"),
        None => println!("Carechart is at http://{address}"),
    }
    if arguments.demo {
        demo::print_sign_ins();
    }
    listener::serve(listener, server.router, ending).await;
    server.jobs.iter().for_each(JoinHandle::abort);
    // What was done last is sealed, too.
    server.sealer.seal_all().await;
    server.gate.close().await;
    server.worker.close().await;
    server.store.close().await;
    Ok(())
}

async fn prepare(infrastructure: &Infrastructure, with_demonstration: bool) -> anyhow::Result<Server> {
    let configuration = &infrastructure.configuration;
    let options = site::options()?;
    if with_demonstration {
        load_demonstration(infrastructure).await?;
    }
    let (store, gate, worker) =
        (infrastructure.store().await?, infrastructure.gate().await?, infrastructure.worker().await?);
    let (bucket, spool) = (infrastructure.bucket().await?, infrastructure.spool()?);
    worker.set_second_factor_required(configuration.requires_second_factor.unwrap_or(!with_demonstration)).await?;
    let settings = SessionSettings {
        idle: configuration.session_idle,
        lifetime: configuration.session_lifetime,
        is_secure: configuration.is_secure(),
    };
    let services = Services {
        store: store.clone(),
        sessions: Sessions::new(store.clone(), gate.clone(), settings, infrastructure.account_key()?)?,
        public_origin: configuration.public_url.as_ref().map(|url| url.origin().ascii_serialization()),
        break_glass_lasts: configuration.break_glass_lasts,
    };
    let sealer = Arc::new(Sealer::new(worker.clone(), bucket.clone(), infrastructure.audit_key()?));
    let stands_still = sealer.stands_still();
    let router = web::router(configuration, options, services, bucket.clone(), spool.clone(), stands_still)?;
    let sealing = sealer.clone();
    let jobs =
        [tokio::spawn(async move { sealing.run().await }), tokio::spawn(jobs::run(worker.clone(), bucket, spool))];
    Ok(Server { router, store, gate, worker, jobs, sealer })
}

/// In a process of its own: reading the patients takes more memory than serving them ever does, and a process doesn't
/// give it back.
async fn load_demonstration(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    let mut command = Command::new(env::current_exe().context("the program's own path")?);
    command.arg("--data").arg(infrastructure.directory()).arg("demo").kill_on_drop(true);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().await?;
    ensure!(status.success(), "the demonstration can't be loaded");
    Ok(())
}
