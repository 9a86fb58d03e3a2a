package io.colonnade.bench;

import io.trino.tpch.Customer;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Nation;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.Part;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplier;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.Region;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.Supplier;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TextPool;

import java.io.IOException;

/**
 * The rows of one part of one table, generated and written one by one. Immutable; parts of all
 * tables share the text pool and may be written at the same time.
 */
final class TpchRows {
    /** How many rows are written between two reports. */
    private static final int REPORT_ROWS = 8192;

    private static final Distributions WORDS = Distributions.getDefaultDistributions();

    private final double scale;
    private final TextPool texts;

    TpchRows(double scale, TextPool texts) {
        this.scale = scale;
        this.texts = texts;
    }

    /** Writes part {@code part} (from 1) of {@code parts} and returns its number of rows. */
    long write(TpchTable table, int part, int parts, TblWriter out, Progress progress)
            throws IOException {
        return switch (table) {
            case REGION ->
                    writeAll(
                            new RegionGenerator(WORDS, () -> texts),
                            TpchRows::region,
                            out,
                            progress);
            case NATION ->
                    writeAll(
                            new NationGenerator(WORDS, () -> texts),
                            TpchRows::nation,
                            out,
                            progress);
            case SUPPLIER ->
                    writeAll(
                            new SupplierGenerator(scale, part, parts, WORDS, () -> texts),
                            TpchRows::supplier,
                            out,
                            progress);
            case CUSTOMER ->
                    writeAll(
                            new CustomerGenerator(scale, part, parts, WORDS, () -> texts),
                            TpchRows::customer,
                            out,
                            progress);
            case PART ->
                    writeAll(
                            new PartGenerator(scale, part, parts, WORDS, () -> texts),
                            TpchRows::part,
                            out,
                            progress);
            case PARTSUPP ->
                    writeAll(
                            new PartSupplierGenerator(scale, part, parts, () -> texts),
                            TpchRows::partSupplier,
                            out,
                            progress);
            case ORDERS ->
                    writeAll(
                            new OrderGenerator(scale, part, parts, WORDS, () -> texts),
                            TpchRows::order,
                            out,
                            progress);
            case LINEITEM ->
                    writeAll(
                            new LineItemGenerator(scale, part, parts, WORDS, () -> texts),
                            TpchRows::lineItem,
                            out,
                            progress);
        };
    }

    private static <R> long writeAll(
            Iterable<R> rows, RowFormat<R> format, TblWriter out, Progress progress)
            throws IOException {
        long count = 0;
        for (R row : rows) {
            format.write(row, out);
            out.endRow();
            count++;
            if (count % REPORT_ROWS == 0) {
                progress.advance(REPORT_ROWS);
            }
        }
        out.flush();
        progress.advance(count % REPORT_ROWS);
        return count;
    }

    /** How the fields of a row follow each other. */
    @FunctionalInterface
    private interface RowFormat<R> {
        void write(R row, TblWriter out);
    }

    private static void region(Region row, TblWriter out) {
        out.number(row.regionKey()).text(row.name()).text(row.comment());
    }

    private static void nation(Nation row, TblWriter out) {
        out.number(row.nationKey()).text(row.name()).number(row.regionKey()).text(row.comment());
    }

    private static void supplier(Supplier row, TblWriter out) {
        out.number(row.supplierKey())
                .text(row.name())
                .text(row.address())
                .number(row.nationKey())
                .text(row.phone())
                .hundredths(row.accountBalanceInCents())
                .text(row.comment());
    }

    private static void customer(Customer row, TblWriter out) {
        out.number(row.customerKey())
                .text(row.name())
                .text(row.address())
                .number(row.nationKey())
                .text(row.phone())
                .hundredths(row.accountBalanceInCents())
                .text(row.marketSegment())
                .text(row.comment());
    }

    private static void part(Part row, TblWriter out) {
        out.number(row.partKey())
                .text(row.name())
                .text(row.manufacturer())
                .text(row.brand())
                .text(row.type())
                .number(row.size())
                .text(row.container())
                .hundredths(row.retailPriceInCents())
                .text(row.comment());
    }

    private static void partSupplier(PartSupplier row, TblWriter out) {
        out.number(row.partKey())
                .number(row.supplierKey())
                .number(row.availableQuantity())
                .hundredths(row.supplyCostInCents())
                .text(row.comment());
    }

    private static void order(Order row, TblWriter out) {
        out.number(row.orderKey())
                .number(row.customerKey())
                .character(row.orderStatus())
                .hundredths(row.totalPriceInCents())
                .date(row.orderDate())
                .text(row.orderPriority())
                .text(row.clerk())
                .number(row.shipPriority())
                .text(row.comment());
    }

    private static void lineItem(LineItem row, TblWriter out) {
        out.number(row.orderKey())
                .number(row.partKey())
                .number(row.supplierKey())
                .number(row.lineNumber())
                .number(row.quantity())
                .hundredths(row.extendedPriceInCents())
                .hundredths(row.discountPercent())
                .hundredths(row.taxPercent())
                .text(row.returnFlag())
                .text(row.status())
                .date(row.shipDate())
                .date(row.commitDate())
                .date(row.receiptDate())
                .text(row.shipInstructions())
                .text(row.shipMode())
                .text(row.comment());
    }
}
