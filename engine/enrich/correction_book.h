// Corrections as they are kept in the record: a document that says what, who and when.
// Errors: kCorruption, those of Corrections and of the store. Threads: none of its own.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "store/store.h"
#include "text/corrections.h"

namespace sojourn {

struct CorrectionRow {
  Correction correction;
  std::string account;  // Who said so; "" : nobody signed in.
  Micros at = 0;
};

Result<std::vector<CorrectionRow>> read_corrections(Store& store);
Status write_corrections(Store& store, const std::vector<CorrectionRow>& rows);
Result<Corrections> corrections_of(const std::vector<CorrectionRow>& rows);
// In place of the row of the same phrase and language, else as a new one.
void put_correction(std::vector<CorrectionRow>& rows, CorrectionRow row);
// False where there is none.
bool take_correction(std::vector<CorrectionRow>& rows, std::string_view phrase, std::string_view language);

}  // namespace sojourn
