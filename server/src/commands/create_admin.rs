use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, bail};
use model::{
    account::{check_email, check_password},
    form::Check,
};
use sessions::{Passwords, refuse_common_password};

use crate::{command_line::CreateAdmin, infrastructure::Infrastructure};

/// Creates an administrator's account, asking for what isn't given.
///
/// # Errors
/// When the address or the password can't be taken, or the address has an account.
pub async fn create_admin(infrastructure: &Infrastructure, arguments: CreateAdmin) -> anyhow::Result<()> {
    let email = match arguments.email {
        Some(email) => email,
        None => ask("Email address of the administrator: ")?,
    };
    let password = match arguments.password {
        Some(password) => password,
        None => ask_for_password()?,
    };
    let mut check = Check::default();
    let email = check_email(&mut check, "email", &email);
    check_password(&mut check, "password", &password);
    if let Err(errors) = check.finish(Some(())) {
        let messages: Vec<String> = errors.into_iter().map(|error| error.message).collect();
        bail!(messages.join(" "));
    }
    refuse_common_password(&password, &[&email]).map_err(|error| anyhow::anyhow!("{error}"))?;
    let hash = Passwords::new()?.hash(&password).await?;
    let owner = infrastructure.owner().await?;
    owner.create_administrator(&email, &hash).await.context("the account can't be created")?;
    println!("The administrator can sign in.");
    Ok(())
}

fn ask(question: &str) -> io::Result<String> {
    print!("{question}");
    io::stdout().flush()?;
    read_line()
}

/// Without echo and twice at a terminal; otherwise the first line of the standard input.
fn ask_for_password() -> anyhow::Result<String> {
    if !io::stdin().is_terminal() {
        return Ok(read_line()?);
    }
    let password = rpassword::prompt_password("Password: ")?;
    if rpassword::prompt_password("The same again: ")? != password {
        bail!("The two passwords differ.");
    }
    Ok(password)
}

fn read_line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
