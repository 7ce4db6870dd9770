// How it works: posix_spawn starts the child, with our environment less the key and the secret. run_child reads its
// output through a pipe until the child closes it, then waits for the exit code.
#include "base/child.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.h"

extern char** environ;

namespace segue::base {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// posix_spawn's settings with an owner.
class SpawnPlan {
 public:
  explicit SpawnPlan(int inherited) {
    posix_spawn_file_actions_init(&actions_);
    // dup2 onto itself clears close-on-exec (glibc 2.29 and later).
    if (inherited >= 0) posix_spawn_file_actions_adddup2(&actions_, inherited, inherited);
    posix_spawnattr_init(&attributes_);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  void output_into(int stdout_fd) { posix_spawn_file_actions_adddup2(&actions_, stdout_fd, STDOUT_FILENO); }
  void in_a_group_of_its_own() {
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  // The child handles these signals as a new program does, even while we ignore them.
  void with_default(const sigset_t& signals) {
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
  }
  posix_spawn_file_actions_t* actions() { return &actions_; }
  posix_spawnattr_t* attributes() { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// Returns whether a variable is the key or the secret. No child gets them unless its command names them.
bool is_secret(std::string_view variable) {
  return variable.starts_with("SEGUE_KEY=") || variable.starts_with("SEGUE_SPOTIFY_CLIENT_SECRET=");
}

void read_lines(int fd, const std::function<void(std::string_view)>& on_line) {
  std::string pending;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    pending.append(buffer.data(), static_cast<std::size_t>(n));
    std::size_t start = 0;
    for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', start)) {
      on_line(std::string_view(pending).substr(start, end - start));
      start = end + 1;
    }
    pending.erase(0, start);
  }
  if (!pending.empty()) on_line(pending);
}

// Returns posix_spawn's error, 0 if the child runs.
int spawn(const ChildCommand& command, SpawnPlan& plan, pid_t& child) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment;
  for (char** at = environ; *at != nullptr; ++at)
    if (!is_secret(*at)) environment.emplace_back(*at);
  environment.insert(environment.end(), command.environment.begin(), command.environment.end());
  return ::posix_spawn(&child, arguments[0].c_str(), plan.actions(), plan.attributes(), pointers(arguments).data(),
                       pointers(environment).data());
}

[[noreturn]] void cannot_start(const ChildCommand& command, int error) {
  throw Error(Fault::internal, fmt::format("cannot start {}: {}", command.arguments[0], std::strerror(error)));
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// While this object exists, the terminal's keys end the child and not us, since we must still report its exit code.
class KeysIgnored {
 public:
  KeysIgnored() : interrupt_(std::signal(SIGINT, SIG_IGN)), quit_(std::signal(SIGQUIT, SIG_IGN)) {}
  ~KeysIgnored() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGQUIT, quit_);
  }
  KeysIgnored(const KeysIgnored&) = delete;

 private:
  using Handler = void (*)(int);
  Handler interrupt_, quit_;
};

}  // namespace

int run_in_foreground(const ChildCommand& command) {
  SpawnPlan plan(command.inherited_descriptor);
  sigset_t keys;
  sigemptyset(&keys);
  sigaddset(&keys, SIGINT);
  sigaddset(&keys, SIGQUIT);
  plan.with_default(keys);
  // Before the child starts, so that no key can end us in between.
  const KeysIgnored ignored;
  pid_t child = 0;
  if (const int error = spawn(command, plan, child); error != 0) cannot_start(command, error);
  return exit_code_of(child);
}

int run_child(const ChildCommand& command, const std::function<void(std::string_view line)>& on_line) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw Error(Fault::internal, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  SpawnPlan plan(command.inherited_descriptor);
  plan.output_into(pipe[1]);
  if (!command.in_our_group) plan.in_a_group_of_its_own();
  pid_t child = 0;
  const int error = spawn(command, plan, child);
  // The child has its own copy of this end. With ours open, the reading would never come to an end.
  ::close(pipe[1]);
  if (error != 0) {
    ::close(pipe[0]);
    cannot_start(command, error);
  }
  read_lines(pipe[0], on_line);
  ::close(pipe[0]);
  return exit_code_of(child);
}

}  // namespace segue::base
