#!/bin/sh
# Checks on every commit that the database is in step with its definitions. As .git/hooks/pre-commit
# (`lockstep init` puts it there), by the pre-commit framework, or called from another hook.
# Where lockstep is not installed, or no database is configured, the commit goes on with a warning.
if ! command -v lockstep >/dev/null 2>&1; then
    echo "schema check: lockstep is not installed; the schema was not checked" >&2
    exit 0
fi
lockstep check --if-configured
code=$?
case $code in
    0) exit 0 ;;
    1)
        cat >&2 <<'EOF'

schema check: the database and its definitions differ; the commit was stopped.
  View the diff:    lockstep check
  Update the code:  lockstep update --dry-run, then lockstep update
  Commit anyway:    git commit --no-verify
  Live with it:     lockstep check --accept REASON
EOF
        exit 1
        ;;
    *)
        cat >&2 <<EOF

schema check: lockstep could not check the schema (exit code $code).
  See why:          lockstep doctor
  Commit anyway:    git commit --no-verify
EOF
        exit "$code"
        ;;
esac
