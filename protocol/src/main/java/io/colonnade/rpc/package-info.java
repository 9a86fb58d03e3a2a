/** Services between leader and compute nodes, and how failures cross them. */
package io.colonnade.rpc;
