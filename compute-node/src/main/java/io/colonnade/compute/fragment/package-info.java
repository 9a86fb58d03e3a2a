/** A query on one node: its environment, its fragments, its end. */
package io.colonnade.compute.fragment;
