package roster

import "koryu/internal/kit/db"

// AllHoldings are the tables that a merge takes an image of.
func (s *Service) AllHoldings() []db.Holding { return s.holdings() }
