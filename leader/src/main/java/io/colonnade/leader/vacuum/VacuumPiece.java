package io.colonnade.leader.vacuum;

import io.colonnade.log.SegmentDescriptor;

import java.util.List;

/**
 * Segments of one slice that are written again together.
 *
 * @param reason for people
 */
public record VacuumPiece(List<SegmentDescriptor> segments, String reason) {
    /** Any bucket of the slice. */
    public int bucket() {
        return segments.getFirst().getFirstBucket();
    }

    public long rows() {
        return segments.stream().mapToLong(SegmentDescriptor::getRows).sum();
    }

    static VacuumPiece of(List<Part> parts, String reason) {
        return new VacuumPiece(parts.stream().map(Part::segment).toList(), reason);
    }
}
