#include "lambda/report.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/json.h"

namespace segue::lambda {
namespace {

// Formats the message as a JSON text.
class Quoted final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& into) override {
    const std::string text = base::json_quoted({message.payload.data(), message.payload.size()});
    into.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<Quoted>(); }
};

std::string metric(std::string_view name, std::string_view unit) {
  return base::JsonObject{}.text("Name", name).text("Unit", unit).str();
}

// Tells CloudWatch which members of the line are metrics.
std::string metric_directive(const GoodPoll& poll) {
  base::JsonArray metrics;
  metrics.raw(metric("GoodPolls", "Count")).raw(metric("ItemsOnPage", "Count"));
  if (poll.consent_end) metrics.raw(metric("DaysToConsentEnd", "None"));
  const std::string directive = base::JsonObject{}
                                    .text("Namespace", "segue")
                                    .raw("Dimensions", R"([["User"]])")
                                    .raw("Metrics", metrics.str())
                                    .str();
  return base::JsonObject{}
      .number("Timestamp", base::to_ms(poll.at))
      .raw("CloudWatchMetrics", base::JsonArray{}.raw(directive).str())
      .str();
}

}  // namespace

double days_to(base::Instant end, base::Instant now) {
  return static_cast<double>((end - now).count()) / 86'400'000.0;
}

std::string to_log(const GoodPoll& poll) {
  base::JsonObject line;
  line.raw("_aws", metric_directive(poll))
      .text("level", "info")
      .text("message", "polled")
      .text("time", base::to_iso8601(poll.at))
      .text("request_id", poll.request_id)
      .text("User", poll.user)
      .number("GoodPolls", 1)
      .number("ItemsOnPage", poll.polled.items);
  if (poll.consent_end) line.number("DaysToConsentEnd", days_to(*poll.consent_end, poll.at));
  return line.text("object", poll.polled.object)
      .flag("same_as_before", poll.polled.is_repeat)
      .flag("cold", poll.cold)
      .number("unread", poll.polled.unread.size())
      .text("account", poll.account)
      .str();
}

std::string to_answer(const GoodPoll& poll) {
  base::JsonObject answer;
  answer.text("user", poll.user)
      .number("status", poll.polled.reply.status)
      .number("items", poll.polled.items)
      .text("object", poll.polled.object)
      .number("unread", poll.polled.unread.size());
  poll.consent_end ? answer.text("consent_ends", base::to_iso8601(*poll.consent_end)) : answer.null("consent_ends");
  return answer.str();
}

std::string failure_log(const std::string& request_id, const std::string& user, base::Instant at,
                        const FunctionError& error) {
  return base::JsonObject{}
      .text("level", "error")
      .text("message", error.message)
      .text("errorType", error.type)
      .text("time", base::to_iso8601(at))
      .text("request_id", request_id)
      .text("User", user)
      .str();
}

void start_json_logging(spdlog::level::level_enum level) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<Quoted>('*').set_pattern(R"({"level":"%l","message":%*,"time":"%Y-%m-%dT%H:%M:%S.%eZ"})");
  auto logger = std::make_shared<spdlog::logger>("segue", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(level);
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace segue::lambda
