// Errors as values. Status says what went wrong, where, and what to do; Result<T> is a T or a Status.
//
// Three kinds of trouble, never mixed: the caller's or the world's fault is a Status; our own bug is SOJOURN_ASSERT;
// "there is no answer" is an ordinary answer (measure/answer.h). No exception leaves a folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/assert.h"

namespace sojourn {

enum class StatusCode : unsigned char {
  kOk,
  kInvalidArgument,  // The caller's input is wrong; `where` names the field, column, line or byte.
  kNotFound,         // Nothing has that name or id.
  kConflict,         // Somebody else holds or changed it.
  kLimit,            // A limit of base/limits.h was hit; the message names it.
  kCorruption,       // Bytes on disk are not what we wrote; `where` names the file and byte.
  kUnavailable,      // The disk, the network or another program failed; trying again may help.
  kCancelled,        // The asker left.
  kInternal,         // Should not happen; please report.
};

// "invalid_argument", as shown in JSON replies.
std::string_view status_code_name(StatusCode code);

class [[nodiscard]] Status {
 public:
  Status() = default;  // Ok.
  Status(StatusCode code, std::string message, std::string where = {})
      : code_(code), message_(std::move(message)), where_(std::move(where)) {}

  static Status invalid(std::string message, std::string where = {}) {
    return {StatusCode::kInvalidArgument, std::move(message), std::move(where)};
  }
  static Status not_found(std::string message, std::string where = {}) {
    return {StatusCode::kNotFound, std::move(message), std::move(where)};
  }
  static Status conflict(std::string message, std::string where = {}) {
    return {StatusCode::kConflict, std::move(message), std::move(where)};
  }
  static Status limit(std::string message, std::string where = {}) {
    return {StatusCode::kLimit, std::move(message), std::move(where)};
  }
  static Status corruption(std::string message, std::string where = {}) {
    return {StatusCode::kCorruption, std::move(message), std::move(where)};
  }
  static Status unavailable(std::string message, std::string where = {}) {
    return {StatusCode::kUnavailable, std::move(message), std::move(where)};
  }
  static Status internal(std::string message, std::string where = {}) {
    return {StatusCode::kInternal, std::move(message), std::move(where)};
  }

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::string& where() const { return where_; }

  // "where: message", or the message alone.
  std::string to_string() const { return where_.empty() ? message_ : where_ + ": " + message_; }

  // The same trouble seen from further out: `outer` is put before `where`.
  Status within(std::string_view outer) && {
    where_ = where_.empty() ? std::string(outer) : std::string(outer) + ": " + where_;
    return std::move(*this);
  }

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
  std::string where_;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor): `return value;` reads best.
  Result(Status status) : state_(std::move(status)) {  // NOLINT(google-explicit-constructor): `return status;` too.
    SOJOURN_ASSERT(!std::get<Status>(state_).ok(), "a Result needs a value or an error");
  }

  bool has_value() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return has_value(); }

  // REQUIRES: has_value().
  T& value() & {
    check();
    return std::get<T>(state_);
  }
  const T& value() const& {
    check();
    return std::get<T>(state_);
  }
  // By value, so that `for (x : f().value())` does not walk over something that is gone.
  T value() && {
    check();
    return std::get<T>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Ok when there is a value.
  Status status() const { return has_value() ? Status() : std::get<Status>(state_); }
  // REQUIRES: !has_value().
  Status error() && { return std::get<Status>(std::move(state_)); }
  const Status& error() const& { return std::get<Status>(state_); }

 private:
  void check() const { SOJOURN_ASSERT(has_value(), "value() of a Result that holds an error"); }
  std::variant<T, Status> state_;
};

}  // namespace sojourn

#define SOJOURN_CONCAT_INNER(a, b) a##b
#define SOJOURN_CONCAT(a, b) SOJOURN_CONCAT_INNER(a, b)

// SOJOURN_TRY(auto x, f()): x is the value of f(), or this function returns f()'s error.
#define SOJOURN_TRY(declaration, expression) SOJOURN_TRY_INNER(SOJOURN_CONCAT(try_, __LINE__), declaration, expression)
#define SOJOURN_TRY_INNER(result, declaration, expression)   \
  auto result = (expression);                                \
  if (!result.has_value()) return std::move(result).error(); \
  declaration = std::move(result).value()

// SOJOURN_CHECK(f()): returns f()'s Status if it is an error.
#define SOJOURN_CHECK(expression)                                  \
  do {                                                             \
    if (::sojourn::Status checked = (expression); !checked.ok()) { \
      return checked;                                              \
    }                                                              \
  } while (false)
