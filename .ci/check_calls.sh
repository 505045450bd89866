#!/usr/bin/env bash
# A whole run, watched: it asks the system for no connection, starts no other program, and makes no file outside its folder.
# Then the same of a program that does all three, which each of them must find. Linux, with strace.
#   .ci/check_calls.sh PROGRAM FOLDER
set -euo pipefail
program=$(realpath "$1")
folder=$(mktemp -d -p "$2")
calls="$2/calls"

watch() { strace -f -qq -e signal=none -e trace=%network,execve,execveat,openat,creat,mkdir,mkdirat -o "$calls" "$@"; }
connections() { grep -cE '(socket|connect|bind|listen|accept4?|sendto|sendmsg|recvfrom)\(' "$calls" || true; }
programs() { grep -cE 'execve(at)?\(' "$calls" || true; }
outside() { grep -E 'O_CREAT|creat\(|mkdir(at)?\(' "$calls" | grep -vE "EEXIST|\"$folder" | grep -c . || true; }
expect() { [ "$2" "$3" "$4" ] || { echo "$1: $2"; cat "$calls"; exit 1; }; }

watch "$program" demo --out "$folder/out" --quiet
expect "connections asked for" "$(connections)" -eq 0
expect "programs, itself among them" "$(programs)" -eq 1
expect "files made outside its folder" "$(outside)" -eq 0

watch python3 -c 'import socket, subprocess, sys
socket.socket().close()
subprocess.run(["true"])
open(sys.argv[1], "w").close()' "$2/elsewhere"
expect "planted connections found" "$(connections)" -gt 0
expect "planted programs found" "$(programs)" -gt 1
expect "planted files found" "$(outside)" -gt 0
