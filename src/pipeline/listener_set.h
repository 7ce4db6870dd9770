// Gathers one listener's plays and the lists of corpora for `segue evaluate --protocol listener`.
#pragma once
#include "evaluation/listener_set.h"
#include "pipeline/home.h"

namespace segue::pipeline {

// Own playlists are left out: nothing says when a song was put in them. So are plays that a training leaves out,
// because the protocol trains.
evaluation::ListenerSet listener_set(Home& home);

}  // namespace segue::pipeline
