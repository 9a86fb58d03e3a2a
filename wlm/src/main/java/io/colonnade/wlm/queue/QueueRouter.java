package io.colonnade.wlm.queue;

import java.util.List;
import java.util.Locale;

/**
 * Chooses the queue of a query, as Redshift does: the first whose user groups fit, else the first
 * whose query groups fit, else the last queue. Immutable.
 */
public final class QueueRouter {
    private final List<QueueConfig> queues;

    public QueueRouter(WlmConfig config) {
        this.queues = config.queues();
    }

    /**
     * Index of the queue.
     *
     * @param userGroups groups of the user
     * @param queryGroup value of SET query_group, may be empty
     */
    public int route(List<String> userGroups, String queryGroup) {
        for (int i = 0; i < queues.size(); i++) {
            for (String pattern : queues.get(i).userGroups()) {
                if (userGroups.stream().anyMatch(group -> matches(pattern, group))) {
                    return i;
                }
            }
        }
        for (int i = 0; i < queues.size() && !queryGroup.isEmpty(); i++) {
            if (queues.get(i).queryGroups().stream().anyMatch(p -> matches(p, queryGroup))) {
                return i;
            }
        }
        return queues.size() - 1;
    }

    /** Case-insensitive; a * stands for any text. Linear: each star takes the shortest match. */
    static boolean matches(String pattern, String text) {
        String p = pattern.toLowerCase(Locale.ROOT);
        String t = text.toLowerCase(Locale.ROOT);
        int i = 0;
        int j = 0;
        int star = -1;
        int retry = 0;
        while (j < t.length()) {
            if (i < p.length() && p.charAt(i) == '*') {
                star = i++;
                retry = j;
            } else if (i < p.length() && p.charAt(i) == t.charAt(j)) {
                i++;
                j++;
            } else if (star >= 0) {
                i = star + 1;
                j = ++retry;
            } else {
                return false;
            }
        }
        while (i < p.length() && p.charAt(i) == '*') {
            i++;
        }
        return i == p.length();
    }
}
