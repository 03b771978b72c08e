// Answers for callers who may not see personal data (Permission::kPersonal): free texts with their personal data masked,
// identifiers of e-mail and phone shown half. In one place, on the server: nothing else reaches such a caller.
//
// Texts        members `text`, and all texts inside `properties`; "Call [name] on [phone]". Ranges of a text are moved with
//              it by MaskedText.
// Identifiers  {"kind": "email", "value": "a…@example.com"}; "…4567" of a phone. Where a customer is known by such alone,
//              `customer` becomes "number:12", which every address that takes an identifier takes too.
// Not hidden   filters and searches look into texts as they are; values of fields are those of the record.
// Threads      any; each thread keeps a finder of its own. Cost: that of finding (text/personal_data.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/caller.h"
#include "api/json_body.h"
#include "store/store.h"
#include "text/personal_data.h"

namespace sojourn {

inline bool shows_personal(const Caller& caller) { return caller.may(Permission::kPersonal); }

// As it is, for those who may see it; else masked. `language`: "" : found out.
std::string mask_text(const Caller& caller, std::string_view text, std::string_view language = {});

// The text with what is personal left out, for words to be counted in it: as it is, for those who may see it.
std::string without_personal(const Caller& caller, std::string_view text, std::string_view language = {});

// A text and where its parts went.
class MaskedText {
 public:
  // As it is, where the caller may see it.
  MaskedText(const Caller& caller, std::string_view text, std::string_view language = {});
  const std::string& text() const { return text_; }
  bool masked() const { return !cuts_.empty(); }
  // Of the text as it was to the text as it is shown; what lies in a mask becomes the whole mask.
  ByteRange shown(const ByteRange& range) const;
  // What was made of words of the text, such as the name of a wish: a mask where it holds, or is part of, what is masked in
  // the text, or holds a part of a name; it says less by itself than in the text, and nobody would know it for a name.
  std::string words(std::string_view made) const;

 private:
  struct Cut {
    ByteRange from;  // Of the text as it was.
    ByteRange to;    // Of the text as it is shown.
  };
  struct Hidden {
    std::string text;  // In lower case.
    PersonalKind kind;
  };
  void hide(std::string_view text, PersonalKind kind);
  std::string text_;
  std::vector<Cut> cuts_;
  std::vector<Hidden> hidden_;
  bool whole_ = false;  // The caller may see all.
};

// "a…@example.com", "…4567"; others as they are, unless they are written like an e-mail address.
std::string half_shown(IdentifierKind kind, std::string_view value);
bool is_shown_half(const Identifier& identifier);

// Masks a reply in place, for those who need it: every `text`, `properties`, identifier and `customer` in it.
// REQUIRES: persons in it are of person_json().
void mask_reply(const Caller& caller, Json& json);
Json masked(const Caller& caller, Json json);

// Whom "c-1", "email:a@example.com" or "number:12" names. Errors: kInvalidArgument at "identifier", kNotFound.
Result<Store::Customer> named_customer(Store& store, const std::string& text);
// The numbers that a search by `text` may tell this caller: found by what is shown, or by the whole of what is not.
bool may_find(const Caller& caller, const Store::Customer& customer, std::string_view text);

}  // namespace sojourn
