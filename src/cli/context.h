// Shared by all commands: the flags that every command has, the home, and the terminal that shows what a step reports.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

#include "cli/terminal.h"
#include "pipeline/home.h"
#include "settings/config.h"

namespace segue::cli {

class Context {
 public:
  // Flags that every command has.
  bool json = false;
  bool verbose = false;
  std::string user_flag;

  // The exit code of the process if nothing is thrown.
  int exit_code = 0;

  // Reads the configuration once, at first use, after flags are parsed.
  pipeline::Home& home();
  const settings::Config& config() { return home().config(); }
  const std::string& user() { return home().user(); }
  // For a step that needs no home.
  pipeline::Observer& terminal() { return terminal_; }
  // Runs one step and leaves a row in the run ledger, with exit_code if nothing is thrown (pipeline/run_ledger.h).
  void step(std::string_view name, const std::function<void()>& work);
  void step(std::string_view name, const std::string& whose, const std::function<void()>& work);

 private:
  Terminal terminal_;
  std::unique_ptr<pipeline::Home> home_;
};

// Adds all commands, in the order in which `--help` shows them.
void add_commands(CLI::App& app, Context& context);

// Each adds one command to the program.
void add_init(CLI::App& app, Context& context);
void add_login(CLI::App& app, Context& context);
void add_poll(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_load(CLI::App& app, Context& context);
void add_enrich(CLI::App& app, Context& context);
void add_transform(CLI::App& app, Context& context);
void add_rebuild(CLI::App& app, Context& context);
void add_stats(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_corpus(CLI::App& app, Context& context);
void add_train(CLI::App& app, Context& context);
void add_similar(CLI::App& app, Context& context);
void add_evaluate(CLI::App& app, Context& context);
void add_recommend(CLI::App& app, Context& context);
void add_playlist(CLI::App& app, Context& context);
void add_rule(CLI::App& app, Context& context);
void add_dbt(CLI::App& app, Context& context);
void add_lake(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);

}  // namespace segue::cli
