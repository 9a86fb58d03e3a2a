package io.colonnade.compute.fragment;

import io.colonnade.compute.exchange.ExchangeReaderSource;
import io.colonnade.compute.exchange.ExchangeSink;
import io.colonnade.compute.load.FileSource;
import io.colonnade.compute.load.LoadErrors;
import io.colonnade.compute.slice.TableWriter;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.FragmentEnvironment;
import io.colonnade.engine.pipeline.QueryCounters;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.error.ColonnadeException;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.LoadError;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.LoadAssignment;
import io.colonnade.rpc.ScanAssignment;
import io.colonnade.rpc.WriteAssignment;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One query's view of this node: its assignments, its memory, where its rows go. */
final class QueryEnvironment implements FragmentEnvironment, AutoCloseable {
    /** PostgreSQL's setting: kilobytes of temporary files, -1 = no limit. */
    private static final String TEMP_FILE_LIMIT = "temp_file_limit";

    private final NodeResources node;
    private final ExecuteRequest request;
    private final ResultSink result;
    private final QueryMemory memory;
    private final QuerySpill spill;
    private final CancelToken cancel = new CancelToken();
    private final QueryCounters counters = new QueryCounters();
    private final Map<Integer, ScanAssignment> scans = new HashMap<>();
    private final Map<Integer, WriteAssignment> writes = new HashMap<>();
    private final Map<Integer, LoadAssignment> loads = new HashMap<>();
    private final Map<Integer, Integer> exchangeSenders = new HashMap<>();

    // Guarded by itself: to be told when the query fails here.
    private final List<ExchangeSink> outgoing = new ArrayList<>();

    // Guarded by itself.
    private final List<TableWriter> writers = new ArrayList<>();

    // Guarded by itself.
    private final List<LoadErrors> badRows = new ArrayList<>();

    QueryEnvironment(
            NodeResources node, ExecuteRequest request, ResultSink result, QueryMemory memory) {
        this.node = node;
        this.request = request;
        this.result = result;
        this.memory = memory;
        spill = node.spillFiles().query(String.valueOf(request.getQueryId()), spillLimit());
        request.getScansList().forEach(a -> scans.put(a.getPlanNodeId(), a));
        request.getWritesList().forEach(a -> writes.put(a.getPlanNodeId(), a));
        request.getLoadsList().forEach(a -> loads.put(a.getPlanNodeId(), a));
        int nodes = request.getTopology().getNodesCount();
        for (Fragment fragment : request.getFragmentsList()) {
            exchangeSenders.put(fragment.getExchangeId(), fragment.getSingleNode() ? 1 : nodes);
        }
    }

    private long spillLimit() {
        long kilobytes = Long.parseLong(settings().getOrDefault(TEMP_FILE_LIMIT, "-1"));
        return kilobytes < 0 ? QuerySpill.NO_LIMIT : kilobytes * 1024;
    }

    /** Tells the receivers of this node's batches that the query failed. */
    void failOutgoing(ColonnadeException error) {
        List<ExchangeSink> sinks;
        synchronized (outgoing) {
            sinks = List.copyOf(outgoing);
        }
        sinks.forEach(sink -> sink.fail(error));
    }

    @Override
    public ScanRequest scan(PlanNode scan) {
        ScanAssignment assignment = assigned(scans, scan);
        int[] columnIds =
                scan.getScan().getColumnIdsList().stream().mapToInt(Integer::intValue).toArray();
        List<SqlType> types = new ArrayList<>();
        for (int id : columnIds) {
            types.add(columnType(assignment.getTable(), id));
        }
        return new ScanRequest(
                node.segments(),
                assignment.getSegmentsList(),
                columnIds,
                types,
                scan.getScan().getWithRowId(),
                List.of());
    }

    private static SqlType columnType(TableDefinition table, int columnId) {
        for (ColumnDefinition column : table.getColumnsList()) {
            if (column.getId() == columnId) {
                return SqlType.fromProto(column.getType());
            }
        }
        throw ColonnadeException.internal(
                "table " + table.getName() + " has no column with id " + columnId);
    }

    @Override
    public Source exchange(PlanNode exchangeSource) {
        int exchangeId = exchangeSource.getExchangeSource().getExchangeId();
        return new ExchangeReaderSource(
                node.exchanges(),
                request.getQueryId(),
                exchangeId,
                exchangeSenders.get(exchangeId),
                outputTypes(exchangeSource),
                node.workers().workers());
    }

    @Override
    public Source load(PlanNode loadFiles) {
        LoadAssignment assignment = assigned(loads, loadFiles);
        return new FileSource(assignment.getRangesList(), loadFiles, loadErrors(loadFiles), cancel);
    }

    private LoadErrors loadErrors(PlanNode loadFiles) {
        LoadErrors errors = new LoadErrors(loadFiles.getLoadFiles().getOptions().getMaxErrors());
        synchronized (badRows) {
            badRows.add(errors);
        }
        return errors;
    }

    /** The rows that loads of this query left out. */
    List<LoadError> loadErrors() {
        synchronized (badRows) {
            return badRows.stream().flatMap(errors -> errors.errors().stream()).toList();
        }
    }

    /** How many rows those were, also beyond what {@link #loadErrors} kept. */
    long loadErrorCount() {
        synchronized (badRows) {
            return badRows.stream().mapToLong(LoadErrors::count).sum();
        }
    }

    @Override
    public Breaker tableWrite(PlanNode tableWrite) {
        WriteAssignment assignment = assigned(writes, tableWrite);
        TableWriter writer =
                new TableWriter(
                        assignment.getTable(),
                        tableWrite.getTableWrite(),
                        outputTypes(tableWrite.getInputs(0)),
                        new TableWriter.Target(
                                node.objects(),
                                request.getTopology(),
                                node.nodeId(),
                                node.slices() * node.workers().workers(),
                                spill,
                                memory,
                                cancel));
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** Gives up what a query that failed left unwritten; when nothing of it runs any more. */
    @Override
    public void close() {
        synchronized (writers) {
            writers.forEach(TableWriter::close);
            writers.clear();
        }
        spill.close();
    }

    @Override
    public Sink output(Fragment fragment) {
        if (fragment.getOutput() == OutputKind.RESULT) {
            return result;
        }
        ExchangeSink sink =
                new ExchangeSink(
                        fragment,
                        outputTypes(fragment.getRoot()),
                        new ExchangeSink.Sender(
                                node.exchanges(),
                                request.getQueryId(),
                                node.nodeId(),
                                node.peers()),
                        request.getTopology(),
                        request.getCoordinatorNodeId());
        synchronized (outgoing) {
            outgoing.add(sink);
        }
        return sink;
    }

    static List<SqlType> outputTypes(PlanNode plan) {
        return plan.getOutputList().stream().map(SqlType::fromProto).toList();
    }

    private static <A> A assigned(Map<Integer, A> assignments, PlanNode plan) {
        A assignment = assignments.get(plan.getId());
        if (assignment == null) {
            throw ColonnadeException.internal("plan node " + plan.getId() + " has no assignment");
        }
        return assignment;
    }

    @Override
    public QueryMemory memory() {
        return memory;
    }

    @Override
    public QuerySpill spill() {
        return spill;
    }

    @Override
    public Map<String, String> settings() {
        return request.getSettingsMap();
    }

    @Override
    public CancelToken cancel() {
        return cancel;
    }

    @Override
    public QueryCounters counters() {
        return counters;
    }
}
