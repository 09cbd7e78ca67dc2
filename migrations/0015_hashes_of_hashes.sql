-- A session is who asks: the server sends what it has hashed, and here is kept the hash of that. So whoever reads these tables
-- can't be anybody, and whoever has a role's password can't either. The same of links, of sign-ins under way, and of passwords.

alter table sessions
    -- The predicates ask for 'full' unless they name another.
    add column scope text not null default 'full' check (scope in ('full', 'calendar', 'device')),
    -- How long it lives without a request.
    add column idle_limit interval not null default interval '30 minutes' check (idle_limit > interval '0');
alter table sessions
    alter column scope drop default,
    alter column idle_limit drop default;
update sessions set token_hash = sha256(token_hash);
update links set token_hash = sha256(token_hash);
comment on column sessions.token_hash is 'SHA-256 of the SHA-256 of the cookie''s token.';
comment on column links.token_hash is 'SHA-256 of the SHA-256 of the token.';

-- Signing in goes through one of these, whatever it begins with: where no second step is needed, it has passed at once.
update sign_in_challenges set token_hash = sha256(token_hash);
alter table sign_in_challenges add column passed_at timestamptz;
comment on column sign_in_challenges.token_hash is 'SHA-256 of the SHA-256 of the token.';
comment on column sign_in_challenges.passed_at is 'When its last step was taken. A session then begins from it, once.';

-- Of what was asked of a browser before, nothing is known any more by the same name.
delete from passkey_ceremonies;
comment on column passkey_ceremonies.token_hash is 'SHA-256 of the SHA-256 of the token.';

-- One counts for one comparison; one that is forgiven counts for no wait. It stays, as it may be compared at this moment.
alter table sign_in_failures
    add column is_used boolean not null default false,
    add column is_forgiven boolean not null default false;

-- Its last part was what argon2id made of the password, and is now the SHA-256 of that.
update users
   set password_hash = regexp_replace(password_hash, '[^$]+$', '')
                       || rtrim(encode(sha256(decode(substring(password_hash from '[^$]+$') || '=', 'base64')), 'base64'), '=')
 where password_hash ~ '^\$argon2id\$v=19\$[a-z0-9=,]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]{43}$';
comment on column users.password_hash is
    'As a PHC string (argon2id): the version, the parameters and the salt, and the SHA-256 of what comes out.';

-- Who may do what, as the rules left it: a server whose roles may do more doesn't start.
create table granted_privileges (
    privilege text primary key
);
