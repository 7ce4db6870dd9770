// spotify-sim: runs the simulator on loopback until a signal ends it.
#include <fmt/core.h>
#include <pthread.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "simulator/simulator.h"

namespace {

using namespace segue;

struct Options {
  std::uint16_t port = 0;
  std::string port_file;
  std::string start = "2026-11-01T00:00:00Z";
  simulator::WorldOptions world;
  simulator::AccountOptions accounts;
  std::size_t quota = 0;
};

void declare(CLI::App& app, Options& options) {
  app.get_formatter()->column_width(30);
  app.add_option("--port", options.port, "port to listen on (0 = any free one)")->type_name("N");
  app.add_option("--port-file", options.port_file, "file that the port is written to")->type_name("FILE");
  app.add_option("--seed", options.world.seed, "seed of the world (1)")->type_name("N");
  app.add_option("--start", options.start, "first instant of the clock")->type_name("TIME");
  app.add_flag("--realtime", options.world.realtime, "let the clock run (else it stands still)");
  app.add_option("--listeners", options.world.listeners, "number of people, demo included (200)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  app.add_option("--history-days", options.world.history_days, "days of plays before the start (358)")
      ->type_name("N")
      ->check(CLI::Range(0, 7'300));
  app.add_option("--sessions-a-day", options.world.habits.sessions_a_day,
                 "mean of sessions a day (about 2.35; 5 = 55 plays listed)")
      ->type_name("X")
      ->check(CLI::Range(0.1, 12.0));
  app.add_flag("--oddities", options.world.habits.oddities, "add retimed, very late, future and local plays");
  app.add_option("--client-id", options.accounts.client_id, "client id of the one app (demo-client)")->type_name("ID");
  app.add_option("--client-secret", options.accounts.client_secret, "client secret (none: PKCE only)")->type_name("S");
  app.add_option("--redirect-uri", options.accounts.redirect_uri, "redirect URI (none: any loopback one)")
      ->type_name("URI");
  app.add_option("--quota", options.quota, "answered calls of /v1 in 24 hours (0: no limit)")->type_name("N");
  app.add_flag("--rotate-refresh-tokens", options.accounts.rotate_refresh_tokens,
               "rotate them, as Spotify did before mid-2026");
}

// Blocks the signals that end the program, in this thread and the threads that it starts.
sigset_t block_ends() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

void serve(Options& options) {
  auto start = base::parse_iso8601(options.start);
  if (!start) throw base::Error(base::Fault::usage, "--start is not a time: " + options.start);
  options.world.start = *start;
  options.accounts.seed = options.world.seed;
  auto ends = block_ends();
  simulator::Simulator simulator(options.world, options.accounts, options.quota);
  http::Server server("127.0.0.1", options.port, [&](const auto& request) { return simulator.handle(request); });
  if (!options.port_file.empty()) base::write_file_durably(options.port_file, fmt::format("{}\n", server.port()));
  spdlog::info("spotify-sim on http://127.0.0.1:{}", server.port());
  int signal = 0;
  sigwait(&ends, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("A strict stand-in for Spotify's accounts service and Web API.", "spotify-sim");
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    base::start_logging(spdlog::level::info);
    serve(options);
    return 0;
  } catch (const base::Error& error) {
    std::cerr << "spotify-sim: " << error.what() << "\n";
    return static_cast<int>(error.fault());
  }
}
