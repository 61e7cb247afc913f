/** Why something stays that no role declares any more. */
export const mayLockOut = 'how lbprov gets in may hang on it; take it away by hand'
export const wasThere = 'it was there before lbprov, or before lbprov kept records'
