/** From a plan fragment to running pipelines: the engine's front door. */
package io.colonnade.engine.fragment;
