package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Node;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Who owns which bucket, and whether tables lie where it says. */
class ComputeClusterTest {
    private static ComputeCluster cluster(int... slices) {
        List<ComputeCluster.Member> members = new ArrayList<>();
        for (int i = 0; i < slices.length; i++) {
            members.add(
                    new ComputeCluster.Member(
                            Node.newBuilder().setId(i + 1).setSlices(slices[i]).build(),
                            new ComputeGrpc.AsyncService() {}));
        }
        return new ComputeCluster(members);
    }

    private static TableSnapshot table(int... bounds) {
        List<SegmentDescriptor> segments = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            segments.add(
                    SegmentDescriptor.newBuilder()
                            .setOrdinal(i)
                            .setFirstBucket(bounds[i])
                            .setLastBucket(bounds[i + 1])
                            .build());
        }
        return new TableSnapshot(
                TableDefinition.getDefaultInstance(),
                segments,
                TableStatistics.getDefaultInstance(),
                bounds.length,
                1,
                0);
    }

    @Test
    void everyBucketHasOneOwnerInOrder() {
        ComputeCluster cluster = cluster(2, 1, 3);
        assertEquals(6, cluster.slices());
        assertEquals(1_024, cluster.topology().getBucketSliceCount());
        int[] owned = new int[3];
        int last = 0;
        for (int bucket = 0; bucket < 1_024; bucket++) {
            int owner = cluster.ownerOf(bucket);
            assertTrue(owner >= last);
            last = owner;
            owned[owner]++;
        }
        assertEquals(342, owned[0]);
        assertEquals(170, owned[1]);
        assertEquals(512, owned[2]);
    }

    @Test
    void slicesDifferByOneBucketAtMost() {
        for (int slices = 1; slices <= 64; slices++) {
            int[] count = new int[slices];
            cluster(slices).topology().getBucketSliceList().forEach(slice -> count[slice]++);
            for (int buckets : count) {
                assertTrue(buckets == 1_024 / slices || buckets == 1_024 / slices + 1);
            }
        }
    }

    @Test
    void segmentsOfTheSameNodesAreInPlace() {
        assertTrue(cluster(2, 2).isInPlace(table(0, 255, 256, 511, 512, 767, 768, 1_023)));
        assertTrue(cluster(2, 2).isInPlace(table(0, 511, 512, 1_023)));
        assertTrue(cluster(1, 1).isInPlace(table(0, 255, 768, 1_023)));
    }

    @Test
    void segmentsOfOtherNodesAreNot() {
        assertFalse(cluster(1, 1).isInPlace(table(0, 511, 256, 767)));
        assertFalse(cluster(1, 1, 1).isInPlace(table(0, 511, 512, 1_023)));
        assertTrue(cluster(3).isInPlace(table(0, 1_023)));
        assertTrue(cluster(1, 1).isInPlace(table()));
    }

    @Test
    void aClusterHasNodes() {
        assertThrows(IllegalArgumentException.class, () -> new ComputeCluster(List.of()));
    }

    @Test
    void nodesElsewhereGetNoMoreOfASegmentThanTheyNeed() {
        SegmentDescriptor.Builder segment =
                SegmentDescriptor.newBuilder().setName("data/1").setRows(10);
        for (int id = 1; id <= 3; id++) {
            segment.addColumns(
                    ColumnSummary.newBuilder()
                            .setColumnId(id)
                            .setHasRange(true)
                            .setMaxImage(id)
                            .setDistinctSketch(ByteString.copyFrom(new byte[4_000])));
        }
        SegmentDescriptor digest = SegmentDigest.of(segment.build(), List.of(3, 1));
        assertEquals("data/1", digest.getName());
        assertEquals(10, digest.getRows());
        assertEquals(2, digest.getColumnsCount());
        assertEquals(3, digest.getColumns(1).getMaxImage());
        assertTrue(digest.getSerializedSize() < 100, digest.getSerializedSize() + " bytes");
    }
}
