// A child process, its standard output read line by line.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace segue::base {

struct ChildCommand {
  std::vector<std::string> arguments;    // [0] is the executable's path
  std::vector<std::string> environment;  // "NAME=value", beside ours less key and secret
  int inherited_descriptor = -1;         // stays open in the child (the lock); -1 = none
  bool in_our_group = false;             // else run_child puts it into a process group of its own
};

// Waits for one that reads and writes where we do, in our process group. The exit code as of run_child.
int run_in_foreground(const ChildCommand& command);

// The exit code, 128 + signal when a signal ended it. Throws Error(internal) when it cannot be started.
int run_child(const ChildCommand& command, const std::function<void(std::string_view line)>& on_line);

}  // namespace segue::base
