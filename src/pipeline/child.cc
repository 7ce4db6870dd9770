#include "pipeline/child.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"

extern char** environ;

namespace segue::pipeline {
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
  SpawnPlan(int stdout_fd, int inherited) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, stdout_fd, STDOUT_FILENO);
    // dup2 onto itself clears close-on-exec (glibc 2.29 and later).
    if (inherited >= 0) posix_spawn_file_actions_adddup2(&actions_, inherited, inherited);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  posix_spawn_file_actions_t* actions() { return &actions_; }
  posix_spawnattr_t* attributes() { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// dbt and what it loads have no use for them.
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

}  // namespace

int run_child(const ChildCommand& command, const std::function<void(std::string_view line)>& on_line) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw base::Error(base::Fault::internal, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment;
  for (char** at = environ; *at != nullptr; ++at)
    if (!is_secret(*at)) environment.emplace_back(*at);
  environment.insert(environment.end(), command.environment.begin(), command.environment.end());
  SpawnPlan plan(pipe[1], command.inherited_descriptor);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, arguments[0].c_str(), plan.actions(), plan.attributes(),
                                  pointers(arguments).data(), pointers(environment).data());
  ::close(pipe[1]);
  if (error != 0) {
    ::close(pipe[0]);
    throw base::Error(base::Fault::internal, fmt::format("cannot start {}: {}", arguments[0], std::strerror(error)));
  }
  read_lines(pipe[0], on_line);
  ::close(pipe[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace segue::pipeline
