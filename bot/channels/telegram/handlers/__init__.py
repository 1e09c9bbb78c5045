"""What happens on each kind of update. Handlers take the update and the services; they hold no state."""
