// A share: a board that whoever has its address may read, without signing in, and never the people behind a number.
//
// Address   a random token, of which only the hash is kept: it is told once, when the share is made.
// Password  Argon2id, where one is set (access/password.h); wrong ones are limited by those who serve.
// Scope     what the one who shared it might see is what its readers see, and no more than the account may see now. It
//           ends with the account: see is_over().
// Filter    written out, with what segments stood for when it was shared: who changes a segment changes no share.
// Kept      as documents of the record, kind "share".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boards/document_book.h"
#include "boards/json_fields.h"
#include "timelines/filter_segments.h"

namespace sojourn {

inline constexpr size_t kSharesMax = 2000;
inline constexpr size_t kShareTokenBytes = 32;

struct Share {
  std::string name;  // Its id.
  std::string board;
  std::string token_hash;
  std::string password_hash;  // "" : none is asked for.
  std::string where;          // What its readers see of the board, without segments; "" : all of it.
  std::string scope;          // Of the one who shared it.
  std::string made_by;
  Micros made_at = 0;
  Micros expires = 0;  // 0: never.

  bool over(Micros now) const { return expires != 0 && now >= expires; }
};

struct ShareKind {
  using Value = Share;
  static constexpr const char* kDocument = "share";
  static constexpr const char* kNoun = "share";
  static constexpr size_t kMost = kSharesMax;
  static Result<Share> parse(std::string_view text, std::string_view name);
  static std::string text(const Share& share);
};

class ShareBook {
 public:
  using Pointer = std::shared_ptr<const Share>;

  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<ShareBook>> open(Store& store);

  // Of that board, the newest first.
  std::vector<Pointer> of(std::string_view board) const;
  // Fills in the id and the hash of the token, which is told here and never again.
  // Errors: kLimit; kUnavailable, when the machine gives no random numbers.
  struct Made {
    Pointer share;
    std::string token;
  };
  Result<Made> make(Share share);
  // Errors: kNotFound: no such share, or of another board.
  Status remove(std::string_view board, std::string_view id);
  Status remove_all(std::string_view board);
  // Gives how many there were.
  Result<size_t> remove_made_by(std::string_view account);
  // The share that a token opens at that moment. Errors: kNotFound, the same whether it never was or is over.
  Result<Pointer> opened_by(std::string_view token, Micros now) const;
  static Status gone();

 private:
  explicit ShareBook(Store& store) : shares_(store) {}
  boards::DocumentBook<ShareKind> shares_;
};

// The filter with what segments stand for, in brackets, in place of their names. Errors: those of expand_segments().
Result<std::string> written_out(const std::string& filter, const FindSegment& find);

}  // namespace sojourn
