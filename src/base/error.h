// What ends a unit of work: an exception that carries the exit code a person or a script will see.
#pragma once
#include <stdexcept>
#include <string>

namespace segue::base {

// Exit codes of every command (design: "The front door").
enum class Fault : int {
  internal = 1,  // anything else
  usage = 2,     // a wrong flag, path, configuration, or a file over the limits
  login = 3,     // a login is needed
  upstream = 4,  // the other side refused, or quota is spent
  input = 5,     // bad input; some or all rows rejected
  due = 6,       // `status --check` found something due
};

// The message is for people: it names what is wrong and where, and what to do about it.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace segue::base
