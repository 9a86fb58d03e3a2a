package io.colonnade.storage.snapshot;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A map by object id of which a changed copy costs a path, not the whole: a snapshot follows each
 * commit. A radix tree of the id, five bits per level; in ascending order of ids. Immutable.
 */
final class IdMap<V> extends AbstractMap<Long, V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private final Object[] root;
    private final int levels;
    private final int size;

    private IdMap(Object[] root, int levels, int size) {
        this.root = root;
        this.levels = levels;
        this.size = size;
    }

    static <V> IdMap<V> empty() {
        return new IdMap<>(new Object[MASK + 1], 1, 0);
    }

    /** A copy, or the map itself if it is of this kind. */
    static <V> IdMap<V> of(Map<Long, V> map) {
        if (map instanceof IdMap<V> same) {
            return same;
        }
        IdMap<V> copy = empty();
        for (Map.Entry<Long, V> entry : map.entrySet()) {
            copy = copy.with(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(Object key) {
        return key instanceof Long id && fits(id) ? (V) find(id) : null;
    }

    private boolean fits(long id) {
        return id >= 0 && (levels * BITS >= Long.SIZE || id >>> levels * BITS == 0);
    }

    private Object find(long id) {
        Object node = root;
        for (int level = levels - 1; level >= 0 && node != null; level--) {
            node = ((Object[]) node)[index(id, level)];
        }
        return node;
    }

    private static int index(long id, int level) {
        return (int) (id >>> level * BITS) & MASK;
    }

    /** The map with a value under an id, in place of what was there. */
    IdMap<V> with(long id, V value) {
        Object[] top = root;
        int height = levels;
        while (id >>> height * BITS != 0) {
            Object[] above = new Object[MASK + 1];
            above[0] = top;
            top = above;
            height++;
        }
        boolean isNew = get(id) == null;
        return new IdMap<>(set(top, height - 1, id, value), height, isNew ? size + 1 : size);
    }

    /** The map without an id. */
    IdMap<V> without(long id) {
        return get(id) == null
                ? this
                : new IdMap<>(set(root, levels - 1, id, null), levels, size - 1);
    }

    private static Object[] set(Object[] node, int level, long id, Object value) {
        Object[] copy = node == null ? new Object[MASK + 1] : node.clone();
        int i = index(id, level);
        copy[i] = level == 0 ? value : set((Object[]) copy[i], level - 1, id, value);
        return copy;
    }

    @Override
    public Set<Map.Entry<Long, V>> entrySet() {
        List<Map.Entry<Long, V>> entries = new ArrayList<>(size);
        collect(root, levels - 1, 0, entries);
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Long, V>> iterator() {
                return Collections.unmodifiableList(entries).iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private void collect(Object[] node, int level, long prefix, List<Map.Entry<Long, V>> target) {
        for (int i = 0; i < node.length; i++) {
            long id = prefix << BITS | i;
            if (node[i] == null) {
                continue;
            }
            if (level == 0) {
                target.add(Map.entry(id, (V) node[i]));
            } else {
                collect((Object[]) node[i], level - 1, id, target);
            }
        }
    }
}
