package io.colonnade.sql.fragment;

import io.colonnade.sql.physical.PhysicalNode;

import java.util.List;

/**
 * A node of the plan with its number in the fragments, by which counters are reported. An exchange
 * has the number of its receiving end. Immutable.
 */
public record ExplainNode(PhysicalNode node, int id, List<ExplainNode> inputs) {}
