# leash.sh PROGRAM [ARGUMENT]...: runs a program, and ends it with all that it has started as soon
# as standard input ends, however whoever holds the other end of it has ended.
#
# Run by setsid: browsers make process groups of their own, but stay in the session.

"$@" </dev/null &
# Ends with standard input.
cat >/dev/null
for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    id=${line%% *}
    # What follows the name, which may hold anything: state, parent, group, session.
    set -- ${line##*) }
    if [ "$4" = $$ ] && [ "$id" != $$ ]; then
        kill -KILL "$id" 2>/dev/null
    fi
done
