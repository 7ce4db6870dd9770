// A child process, its standard output read line by line.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace segue::base {

struct ChildCommand {
  std::vector<std::string> arguments;    // [0] is the executable's path
  std::vector<std::string> environment;  // "NAME=value", added to ours without key and secret
  int inherited_descriptor = -1;         // stays open in the child (the lock); -1 = none
  bool in_our_group = false;             // else run_child puts it into a process group of its own
};

// Starts a child that reads and writes where we do, in our process group, and waits for it. Returns the exit code as
// run_child does.
int run_in_foreground(const ChildCommand& command);

// Returns the exit code, or 128 + signal if a signal ended the child. Throws Error(internal) if it cannot be started.
int run_child(const ChildCommand& command, const std::function<void(std::string_view line)>& on_line);

}  // namespace segue::base
