// An order of the viewer.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMessages } from '../../features/shop/orders/messages/use-messages';
import { OrderView } from '../../features/shop/orders/order-view';
import { useOrder } from '../../features/shop/orders/use-order';
import { EmptyState, ErrorState, isNotFound, Loading, StatePage } from '../../shared/ui/state';

const route = getRouteApi('/shell/orders/$orderId');

export function OrderPage() {
  const messages = useMessages();
  const { orderId } = route.useParams();
  const { order, error, fetching, reload } = useOrder(orderId);
  if (order) return <OrderView key={order.id} order={order} />;
  if (isNotFound(error) || (!error && !fetching)) return <OrderNotFound />;
  return (
    <StatePage name={messages.order}>
      {error && !fetching ? (
        <ErrorState isPage error={error} retry={reload} />
      ) : (
        <Loading what={messages.loadingOrder} />
      )}
    </StatePage>
  );
}

function OrderNotFound() {
  const messages = useMessages();
  return (
    <EmptyState isPage title={messages.notFound}>
      <Link to="/orders" className="button">
        {messages.yourOrders}
      </Link>
    </EmptyState>
  );
}
