// How it works: a connection of its own holds an advisory lock while segue loads and builds: the lock of a home is a
// file that other homes and machines do not see. dbt builds into segue_build, and publishing writes the difference to
// segue. Readers take one snapshot.
#include "warehouse/postgres_warehouse.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/json.h"
#include "warehouse/migrations.h"
#include "warehouse/postgres_publish.h"
#include "warehouse/postgres_schemas.h"
#include "warehouse/table_copy.h"

namespace segue::warehouse {
namespace {

// An advisory lock is one per database and number; the number is arbitrary, but every segue must use the same. A killed
// segue's session lives until its statement ends, so segue waits for the lock. A transaction holds the lock, since a
// pooler may give each transaction another session.
constexpr const char* kTakeLock =
    R"sql(
      begin;
      set local lock_timeout = '10s';
      set local idle_in_transaction_session_timeout = 0;
      select pg_advisory_xact_lock(495874966373)
    )sql";

constexpr std::array<const char*, 2> kBuildSchemas{"segue_staging", "segue_build"};

// Gives every text column the collation "C": text then sorts by bytes whatever the database's collation, and what is
// made from these columns inherits it.
std::string dialect(std::string_view sql) {
  constexpr std::string_view kType = " varchar", kBinary = " varchar collate \"C\"";
  std::string out(sql);
  for (auto at = out.find(kType); at != std::string::npos; at = out.find(kType, at + kBinary.size()))
    out.replace(at, kType.size(), kBinary);
  return out;
}

// An object's rows are stored side by side, so a block range index finds them for a thousandth of a tree's cost.
constexpr const char* kIndexes =
    R"sql(
      create index if not exists plays_by_object on segue_raw.plays using brin (object);
      create index if not exists tracks_by_object on segue_raw.tracks using brin (object);
      create index if not exists api_plays on segue_raw.plays (user_id, track_key, instant_ms) where source = 'api'
    )sql";

class PostgresWork final : public Work {
 public:
  PostgresWork(const PostgresOptions& options, std::function<void()> unlock)
      : options_(options), unlock_(std::move(unlock)) {
    PgConnection connection(options_);
    make_own_schema(connection, "segue_raw");
    migrate(connection, connection.where(), dialect);
    connection.execute(kIndexes);
  }
  ~PostgresWork() override { unlock_(); }
  std::unique_ptr<Connection> connect() override { return std::make_unique<PgConnection>(options_); }
  void begin_bulk() override {}
  // The planner knows nothing of new rows until the tables are analysed.
  void end_bulk() override {
    std::string sql;
    PgConnection connection(options_);
    connection.each(
        R"sql(
          select relname
          from pg_stat_user_tables
          where schemaname = 'segue_raw' and n_mod_since_analyze > n_live_tup / 20
        )sql",
        [&](const Row& row) { sql += fmt::format("analyze segue_raw.{};", row.text(0)); });
    connection.execute(sql);
  }
  void close() override {}

 private:
  PostgresOptions options_;
  std::function<void()> unlock_;
};

// Returns a line "key: value" of a profile. JSON is YAML, so a value quoted as JSON is safe.
std::string profile_line(std::string_view key, const std::string& value) {
  return fmt::format("      {}: {}\n", key, base::json_quoted(value));
}

std::string output(std::string_view name, std::string_view schema, const std::map<std::string, std::string>& all) {
  std::string lines = fmt::format("    {}:\n      type: postgres\n      schema: {}\n      threads: 2\n", name, schema);
  lines += "      password: \"{{ env_var('DBT_ENV_SECRET_SEGUE_PASSWORD', '') }}\"\n";
  for (const char* key : {"host", "user", "dbname", "sslmode", "sslcert", "sslkey", "sslrootcert"})
    if (const auto found = all.find(key); found != all.end()) lines += profile_line(key, found->second);
  return lines + fmt::format("      port: {}\n      connect_timeout: 10\n      keepalives_idle: 30\n", all.at("port"));
}

bool has_published(PgConnection& connection) {
  return is_own_schema(connection, "segue") &&
         connection.number("select count(*) from segue.made_by_segue where what = 'build'") > 0;
}

}  // namespace

std::unique_ptr<PgConnection> PostgresWarehouse::locked() {
  lock();
  return std::make_unique<PgConnection>(options_);
}

void PostgresWarehouse::lock() {
  if (lock_) return;
  auto connection = std::make_unique<PgConnection>(options_);
  try {
    connection->execute(kTakeLock);
  } catch (const Busy&) {
    throw Busy(base::Fault::upstream,
               fmt::format("PostgreSQL, {}: another segue is writing there: try again when it has ended",
                           connection->where()));
  }
  lock_ = std::move(connection);
}

void PostgresWarehouse::unlock() {
  // From begin_build() until publish() the lock is kept, although the work is closed in between.
  if (!building_) lock_.reset();
}

std::unique_ptr<Work> PostgresWarehouse::open(const base::FileLock&) {
  lock();
  return std::make_unique<PostgresWork>(options_, [this] { unlock(); });
}

void PostgresWarehouse::begin_build(const base::FileLock&) {
  const auto connection = locked();
  building_ = true;
  // Refuses a foreign schema before an hour of building, not after it.
  make_own_schema(*connection, "segue");
  for (const char* schema : kBuildSchemas) {
    empty_own_schema(*connection, schema);
    make_own_schema(*connection, schema);
  }
}

DbtTarget PostgresWarehouse::dbt_target() {
  const auto all = lock_ ? lock_->parameters() : PgConnection(options_).parameters();
  // dbt has two targets: `build` for segue's models, `pub` for dbt by hand and the user's models, which read what is
  // published.
  return {"build",
          output("build", "segue_build", all) + output("pub", "segue", all),
          {"DBT_ENV_SECRET_SEGUE_PASSWORD=" + all.at("password")},
          "pub"};
}

void PostgresWarehouse::settle(const base::FileLock&) {}

void PostgresWarehouse::publish(const base::FileLock&, const std::vector<Mart>& marts,
                                const std::function<void()>& before_shown) {
  publish_difference(*locked(), marts, before_shown);
  building_ = false;
  unlock();
}

void PostgresWarehouse::discard(const base::FileLock&) {
  empty_own_schema(*locked(), "segue_raw");
  unlock();
}

bool PostgresWarehouse::is_published() {
  PgConnection connection(options_);
  return has_published(connection);
}

std::unique_ptr<Connection> PostgresWarehouse::read() {
  auto connection = std::make_unique<PgConnection>(options_);
  if (!has_published(*connection)) throw nothing_published();
  if (options_.statement_timeout_s > 0)
    connection->execute(fmt::format("set statement_timeout = '{}s'", options_.statement_timeout_s));
  // One snapshot serves the whole connection, so a publish meanwhile changes nothing for this reader.
  connection->execute("begin transaction isolation level repeatable read read only");
  return connection;
}

std::int64_t PostgresWarehouse::copy_out(Connection& published, const std::string& table,
                                         const std::filesystem::path& file, FileFormat format) {
  return copy_table_through(published, table, file, format);
}

}  // namespace segue::warehouse
