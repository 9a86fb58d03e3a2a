package io.colonnade.wlm.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.List;

class WlmConfigReaderTest {
    private static WlmConfig read(String yaml) {
        return new WlmConfigReader("cluster.yaml").read(yaml);
    }

    private static ColonnadeException refused(String yaml) {
        ColonnadeException error = assertThrows(ColonnadeException.class, () -> read(yaml));
        assertEquals(ErrorCode.CONFIG_FILE_ERROR, error.code());
        assertTrue(error.getMessage().contains("cluster.yaml"), error.getMessage());
        return error;
    }

    @Test
    void readsQueues() {
        WlmConfig config =
                read(
                        """
                        wlm:
                          queues:
                            - name: etl
                              slots: 2
                              memory_percent: 40
                              user_groups: [etl_*]
                              query_groups: [load]
                            - name: default
                              slots: 5
                              memory_percent: 60
                        """);
        assertEquals(2, config.queues().size());
        assertEquals(List.of("etl_*"), config.queues().getFirst().userGroups());
        QueueRouter router = new QueueRouter(config);
        assertEquals(0, router.route(List.of("ETL_night"), ""));
        assertEquals(0, router.route(List.of(), "Load"));
        assertEquals(1, router.route(List.of("etl"), "loads"));
        assertEquals(1, router.route(List.of(), ""));
    }

    @Test
    void defaultsWithoutASection() {
        assertEquals(WlmConfig.DEFAULT, read(""));
        assertEquals(WlmConfig.DEFAULT, read("server: {port: 1}"));
    }

    @Test
    void unknownKeysNameTheNearest() {
        ColonnadeException error = refused("wlm: {queues: [{name: a, slot: 3}]}");
        assertTrue(error.getMessage().contains("\"slot\""), error.getMessage());
        assertEquals("Perhaps you meant \"slots\".", error.hint());
    }

    @Test
    void refusesWhatCannotBe() {
        refused("wlm: {queues: []}");
        refused("wlm: {queues: [{name: a, slots: 0}]}");
        refused("wlm: {queues: [{name: a, slots: many}]}");
        refused("wlm: {queues: [{name: a}, {name: a}]}");
        refused("wlm: {queues: [{name: a, memory_percent: 60}, {name: b, memory_percent: 60}]}");
        refused("wlm: [");
    }

    @Test
    void patternsMatchLinearly() {
        assertTrue(QueueRouter.matches("a*b*c", "aXXbYYc"));
        assertTrue(QueueRouter.matches("*", ""));
        assertTrue(!QueueRouter.matches("a*b", "ac"));
        String text = "a".repeat(5_000);
        assertTrue(!QueueRouter.matches("*a*a*a*a*a*a*a*b", text));
    }
}
