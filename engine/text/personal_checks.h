// Numbers that check themselves. Each takes the digits (and letters) alone, without blanks and marks; false where the length is
// not one of that number.
// Sources   ISO/IEC 7812 (Luhn), ISO 13616 (IBAN, mod 97), GB 11643 (resident id, mod 11-2), the published rules of BSN
//           (11-test), Steuer-Identifikationsnummer (ISO 7064 mod 11,10), СНИЛС, ИНН, NHS number, US SSN.
// Threads   any. Cost: some ns.
#pragma once

#include <string_view>

namespace sojourn {

bool is_card_number(std::string_view digits);    // 12 to 19 digits, a first digit of a card network, Luhn.
bool is_iban(std::string_view text);             // Capitals; length of its country, mod 97.
bool is_bsn(std::string_view digits);            // NL, 9 digits (8: a leading 0 left out).
bool is_german_tax_id(std::string_view digits);  // 11 digits, one digit two or three times, mod 11,10.
bool is_snils(std::string_view digits);          // RU, 11 digits.
bool is_inn(std::string_view digits);            // RU, 10 or 12 digits.
bool is_chinese_id(std::string_view text);       // 17 digits and a digit or X; its date must be one.
bool is_nhs_number(std::string_view digits);     // UK, 10 digits, mod 11.
bool is_ssn(std::string_view digits);            // US, 9 digits: no 000, 666 (area), 00, 0000. 9xx is let pass.
bool is_ip4(std::string_view text);              // Four parts to 255.
bool is_ip6(std::string_view text);              // Eight groups, or fewer with one "::".

}  // namespace sojourn
