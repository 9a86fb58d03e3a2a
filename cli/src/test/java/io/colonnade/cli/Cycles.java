package io.colonnade.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/** Depth-first search for a cycle of a directed graph, without recursion. Stateless. */
final class Cycles {
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private Cycles() {}

    /** The nodes of some cycle in order, none if there is no cycle. */
    static List<Integer> find(int nodes, IntFunction<? extends Collection<Integer>> next) {
        byte[] state = new byte[nodes];
        for (int start = 0; start < nodes; start++) {
            List<Integer> found = state[start] == 0 ? from(start, state, next) : List.of();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<Integer> from(
            int start, byte[] state, IntFunction<? extends Collection<Integer>> next) {
        List<Integer> path = new ArrayList<>();
        ArrayDeque<Iterator<Integer>> rest = new ArrayDeque<>();
        path.add(start);
        rest.push(next.apply(start).iterator());
        state[start] = OPEN;
        while (!path.isEmpty()) {
            Iterator<Integer> successors = rest.element();
            if (!successors.hasNext()) {
                state[path.removeLast()] = DONE;
                rest.pop();
                continue;
            }
            int node = successors.next();
            if (state[node] == OPEN) {
                return List.copyOf(path.subList(path.indexOf(node), path.size()));
            }
            if (state[node] == 0) {
                state[node] = OPEN;
                path.add(node);
                rest.push(next.apply(node).iterator());
            }
        }
        return List.of();
    }
}
