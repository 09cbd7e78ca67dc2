# Sourced by ./run and ./test: installs what is missing and says what it does. Safe to repeat.
#
#   set_up run    what building and serving needs
#   set_up test   the same, and what the tests need

CARGO_LEPTOS_VERSION=0.3.10
CARGO_NEXTEST_VERSION=0.9.143
CARGO_DENY_VERSION=0.20.2

say() { printf '\n==> %s\n' "$*"; }
fail() { printf '\nerror: %s\n' "$*" >&2; exit 1; }

# Every stage's time, so that a slow one shows.
stage() {
    local name=$1 began=$SECONDS
    shift
    say "$name"
    "$@" || fail "$name failed."
    printf '    %s: %d s\n' "$name" $((SECONDS - began))
    STAGES="${STAGES:-}$(printf '%5d s  %s' $((SECONDS - began)) "$name")"$'\n'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "This needs root: $*. Run it as root once, or install sudo."
    fi
}

install_packages() {
    local missing=()
    has() { command -v "$1" >/dev/null 2>&1; }
    has cc || missing+=(gcc libc6-dev)
    # cargo-leptos compiles an OpenSSL of its own.
    has make || missing+=(make)
    has perl || missing+=(perl)
    has node && has npm || missing+=(nodejs npm)
    has prlimit || missing+=(util-linux)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    if [ "$1" = test ]; then has chromium || missing+=(chromium); fi
    [ ${#missing[@]} = 0 ] && return
    has apt-get || fail "Please install these packages by hand, then start again: ${missing[*]}"
    say "Installing Debian packages: ${missing[*]}"
    as_root apt-get update -qq
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then
        # Only the programs are wanted: no cluster of Debian's own, no service on port 5432.
        as_root apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
        as_root sh -c 'mkdir -p /etc/postgresql-common/createcluster.d &&
            echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/carechart.conf'
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# A cargo tool at a version: prebuilt where cargo-binstall is at hand, compiled otherwise.
install_tool() {
    local crate=$1 version=$2
    shift 2
    cargo install --list | grep -qF "$crate v$version:" && return
    say "Installing $crate $version (compiling it takes minutes, once)"
    if command -v cargo-binstall >/dev/null && cargo binstall -y --quiet "$crate@$version"; then return; fi
    # Their authors' link-time optimisation takes longer than it ever saves here.
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --quiet "$crate" --version "$version" "$@"
}

install_cargo_tools() {
    command -v cargo >/dev/null || fail "Rust is missing. Install rustup (https://rustup.rs), open a new shell, and start again."
    rustup show active-toolchain >/dev/null 2>&1 || rustup toolchain install >/dev/null
    rustup target list --installed | grep -q '^wasm32-unknown-unknown$' || rustup target add wasm32-unknown-unknown
    install_tool cargo-leptos "$CARGO_LEPTOS_VERSION" --locked
    # It must be the version that the code links against; its own lock file doesn't build.
    local bindgen
    bindgen=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
    install_tool wasm-bindgen-cli "$bindgen"
    if [ "$1" = test ]; then
        cargo nextest --version >/dev/null 2>&1 || install_tool cargo-nextest "$CARGO_NEXTEST_VERSION" --locked
        install_tool cargo-deny "$CARGO_DENY_VERSION" --locked
    fi
}

# wasm-opt comes from npm, because Debian's is too old; the browser tests' packages with it.
install_node_packages() {
    local wanted=end2end/package-lock.json stamp=end2end/node_modules/.installed-$1
    if [ ! -e "$stamp" ] || [ "$wanted" -nt "$stamp" ]; then
        if [ "$1" = test ]; then (cd end2end && npm ci --silent --no-audit --no-fund)
        else (cd end2end && npm ci --silent --no-audit --no-fund --omit=dev)
        fi || return 1
        [ "$1" = test ] && touch end2end/node_modules/.installed-run
        touch "$stamp"
    fi
    PATH="$PWD/end2end/node_modules/.bin:$PATH"
    export PATH
}

set_up() {
    install_packages "$1"
    install_cargo_tools "$1"
    install_node_packages "$1"
}

build_release() {
    cargo leptos build --release --split --precompress "$@"
}
