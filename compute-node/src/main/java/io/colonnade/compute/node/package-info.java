/** The compute node: its service, its server, its connections to the others. */
package io.colonnade.compute.node;
