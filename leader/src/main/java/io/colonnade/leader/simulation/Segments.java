package io.colonnade.leader.simulation;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.cache.ObjectRange;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.inline.InlineReader;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.RowOrigins;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one process reads and writes rows: what it has in memory, its machine's disk, the bucket, and
 * rows in the log. What it reads is compared with what was written. Owned by the baton's holder.
 */
final class Segments {
    /** A row id is an ordinal and the row's number in that many bits. */
    private static final int ROW_BITS = 20;

    /** How much of what is in memory has been pushed out when it is looked for. */
    private static final double FORGOTTEN = 0.15;

    private static final long LATEST_WRITE_NANOS = 20_000_000;

    private final World world;
    private final LocalReads local;
    private final Map<String, Rows> memory = new HashMap<>();
    private final InlineReader inline = new InlineReader();
    private LongVector[] vectors;

    Segments(World world, Actor actor, ObjectStore store, Clock clock) {
        this.world = world;
        this.local =
                world.sabotage()
                        .reads()
                        .open(
                                store,
                                world.hosts().take(actor),
                                clock,
                                write -> later(actor, write));
    }

    /** What is to be kept on disk is written some time, if the process lives that long. */
    private void later(Actor actor, Runnable write) {
        long at = world.scheduler().nanos() + world.chance().between(0, LATEST_WRITE_NANOS);
        world.scheduler()
                .at(
                        at,
                        () -> {
                            if (actor.isAlive()) {
                                write.run();
                            }
                        });
    }

    /** Uploads a segment of these rows; nobody sees it until a transaction with it commits. */
    WriteResult upload(long table, List<long[]> values) {
        String name = "data/" + table + "/" + world.chance().uuid() + ".seg";
        Rows rows = new Rows(values);
        byte[] bytes = rows.encode();
        world.truth().register(name, rows, bytes);
        local.writeThrough().put(name, List.of(ByteBuffer.wrap(bytes)));
        memory.put(name, rows);
        return WriteResult.newBuilder()
                .setSegment(
                        SegmentDescriptor.newBuilder()
                                .setName(name)
                                .setBytes(bytes.length)
                                .setFooterCrc(Rows.crc(bytes))
                                .setRows(values.size()))
                .build();
    }

    /** The rows of a table that are not deleted. */
    List<Rows.Placed> read(TableSnapshot table) {
        List<Rows.Placed> rows = new ArrayList<>();
        for (SegmentDescriptor segment : table.segments()) {
            Truth.place(segment, rows(segment), rows);
        }
        return rows;
    }

    private Rows rows(SegmentDescriptor segment) {
        if (InlineSegments.isInline(segment)) {
            return inline(segment);
        }
        String name = segment.getName();
        Rows known = world.chance().with(FORGOTTEN) ? null : memory.get(name);
        if (known == null) {
            byte[] bytes =
                    local.read(
                            new ObjectRange(name, 0, (int) segment.getBytes()),
                            new TieredReader.Checksum(
                                    (int) segment.getBytes(), segment.getFooterCrc()));
            world.truth().requireSameBytes(name, bytes);
            known = Rows.decode(bytes);
            memory.put(name, known);
        }
        return known;
    }

    private Rows inline(SegmentDescriptor segment) {
        if (vectors == null) {
            vectors =
                    new LongVector[] {
                        new LongVector(Batch.CAPACITY), new LongVector(Batch.CAPACITY)
                    };
        }
        List<long[]> rows = new ArrayList<>();
        for (int vector = 0; rows.size() < segment.getRows(); vector++) {
            inline.read(segment, vector, 0, vectors[0]);
            inline.read(segment, vector, 1, vectors[1]);
            long left = segment.getRows() - rows.size();
            for (int i = 0; i < Math.min(left, Batch.CAPACITY); i++) {
                rows.add(new long[] {vectors[0].value(i), vectors[1].value(i)});
            }
        }
        return new Rows(rows);
    }

    /** Uploads the rows of some segments again, in two segments, with the places that they had. */
    List<WriteResult> rewrite(TableSnapshot table, List<SegmentDescriptor> old) {
        List<Rows.Placed> rows = read(table.withSegments(old));
        int half = rows.size() / 2;
        List<WriteResult> written = new ArrayList<>();
        for (List<Rows.Placed> part :
                List.of(rows.subList(0, half), rows.subList(half, rows.size()))) {
            if (part.isEmpty()) {
                continue;
            }
            RowOrigins.Encoder origins = new RowOrigins.Encoder();
            part.forEach(row -> origins.add(row.ordinal() << ROW_BITS | row.number()));
            WriteResult segment =
                    upload(table.id(), part.stream().map(Rows.Placed::values).toList());
            written.add(segment.toBuilder().setRowOrigins(origins.encoded()).build());
        }
        return written;
    }
}
