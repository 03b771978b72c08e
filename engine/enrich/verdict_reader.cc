#include "enrich/verdict_reader.h"

#include <algorithm>

namespace sojourn {

std::string_view known_language(std::string_view declared) {
  const std::string_view code = declared.substr(0, declared.find_first_of("-_"));
  static const std::vector<std::string> known = LanguageModel::built_in().codes();
  const auto found = std::find(known.begin(), known.end(), code);
  return found == known.end() ? std::string_view() : std::string_view(*found);
}

TextReader& VerdictReader::reader_of(std::string_view text) {
  const size_t place = place_of(text);
  std::unique_ptr<TextReader>& reader = readers_[place];
  if (!reader) reader = std::make_unique<TextReader>(&models_->of_fold(place), corrections_);
  reader->use_prior(*usual_);
  last_ = reader.get();
  return *last_;
}

TextVerdict VerdictReader::read(std::string_view text, std::string_view declared) {
  TextReader& reader = reader_of(text);
  const std::string_view known = known_language(declared);
  if (!known.empty()) {
    reader.use_prior(declared_.try_emplace(known, LanguagePrior::usually(known)).first->second);
  }
  const TextVerdict verdict = reader.read(text);
  return verdict.language.code.empty() && !known.empty() ? reader.read(text, known) : verdict;
}

TextVerdict VerdictReader::explain(std::string_view text, std::string_view declared, std::vector<Reason>& reasons) {
  const TextVerdict first = read(text, declared);
  return last_->explain(text, reasons, first.language.code);
}

}  // namespace sojourn
